public import SimulatedExchange
import Synchronization

/// The exchange's time, which need not be the host's: a client finds out from `/api/v3/time`.
///
/// Three hands are kept apart, so that a test can move one without the others: the time of day that
/// signatures are held against, the moment of the world that responses show, and the time by which
/// minutes of weight pass.
public final class SimulatedClock: Sendable {
  /// How time goes on by itself.
  public enum Pace: Sendable {
    /// Everything goes on with real time.
    case running
    /// The world stands, so that its truth is the same from the first request of a run to the last,
    /// while the time of day and the minutes of weight go on.
    case still
    /// Nothing moves unless the test moves it.
    case frozen
  }

  /// The hands of the clock at one moment.
  struct Reading: Sendable {
    /// What `/api/v3/time` says, and what a timestamp is held against.
    let day: SimulatedTime
    /// The moment of the world.
    let world: SimulatedTime
    /// Never set back: what the windows of weight are cut from.
    let meter: SimulatedTime
  }

  private struct State {
    var advanced: Int64 = 0
    var shifted: Int64 = 0
  }

  /// How this clock goes on by itself.
  public let pace: Pace
  private let start: SimulatedTime
  private let startedAt = ContinuousClock.now
  private let state = Mutex(State())

  /// A clock that shows `start` now.
  public init(startingAt start: SimulatedTime, pace: Pace = .running) {
    self.start = start
    self.pace = pace
  }

  /// The time of day at the exchange.
  public var now: SimulatedTime { reading.day }

  /// The moment of the world that responses show.
  public var worldTime: SimulatedTime { reading.world }

  /// Lets time pass: the world, the time of day and the windows of weight.
  public func advance(by duration: Duration) {
    state.withLock { $0.advanced += max(0, duration.wholeMilliseconds) }
  }

  /// Sets the time of day wrong, or right again, while neither the world nor any minute of weight
  /// passes. Negative to set it back.
  public func shift(by duration: Duration) {
    state.withLock { $0.shifted += duration.wholeMilliseconds }
  }

  /// Lets time pass until the world's moment is `time`; a time that has passed changes nothing.
  public func advance(to time: SimulatedTime) {
    advance(by: .milliseconds(time.milliseconds - reading.world.milliseconds))
  }

  var reading: Reading {
    let real = pace == .frozen ? 0 : (ContinuousClock.now - startedAt).wholeMilliseconds
    let (advanced, shifted) = state.withLock { ($0.advanced, $0.shifted) }
    return Reading(
      day: start.adding(milliseconds: real + advanced + shifted),
      world: start.adding(milliseconds: (pace == .running ? real : 0) + advanced),
      meter: start.adding(milliseconds: real + advanced))
  }
}

extension Duration {
  var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  /// Seconds, rounded up, as Retry-After counts.
  var secondsRoundedUp: Int64 {
    (wholeMilliseconds + 999) / 1000
  }
}
