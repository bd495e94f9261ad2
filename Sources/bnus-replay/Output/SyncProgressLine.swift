import Ingest
import Synchronization

/// How a sync is getting on, on standard error beside its log lines: on a terminal a line that is
/// redrawn and makes way for every log line, elsewhere a plain line every ten seconds, nothing when
/// quiet. Log lines go through it, so that the two never stand in one line.
final class SyncProgressLine: Sendable {
  private struct State {
    var progress: SyncProgress?
    /// What stands on the terminal's last line.
    var drawn = ""
    var hasEnded = false
  }

  private let state = Mutex(State())

  init(isQuiet: Bool) {
    if isQuiet { return }
    // By the clock and not by what happens: time left goes by while nothing does.
    let pause = Duration.milliseconds(Terminal.canRedraw ? 100 : 10_000)
    Task.detached { [weak self] in
      repeat { try await Task.sleep(for: pause) } while self?.tick() == true
    }
  }

  /// Takes what is shown next.
  func show(_ progress: SyncProgress) { state.withLock { $0.progress = progress } }

  /// Writes a log line, above the line of progress where that is drawn.
  func log(_ line: String) {
    state.withLock { state in
      guard !state.drawn.isEmpty else { return Terminal.say(line) }
      Terminal.redraw("")
      Terminal.say(line)
      Terminal.redraw(state.drawn)
    }
  }

  /// Takes the line away, for good.
  func end() {
    state.withLock { state in
      if !state.drawn.isEmpty { Terminal.redraw("") }
      state.drawn = ""
      state.hasEnded = true
    }
  }

  /// Shows what there is; false where nothing is to be shown any more.
  private func tick() -> Bool {
    state.withLock { state in
      guard let progress = state.progress, !state.hasEnded else { return !state.hasEnded }
      let text = Self.text(progress, at: .now)
      if !Terminal.canRedraw {
        Terminal.say(text)
      } else if text != state.drawn {
        Terminal.redraw(text)
        state.drawn = text
      }
      return true
    }
  }

  /// `sync: myTrades BTCUSDT, 12 of 47 symbols, weight 1,240 of 6,000, waiting 0:34 for the limit`.
  static func text(_ progress: SyncProgress, at now: ContinuousClock.Instant) -> String {
    var parts = [progress.source.map { "\($0)" } ?? "begins"]
    if progress.symbols > 0 {
      parts.append(
        "\(Quantity.count(progress.symbolsDone)) of \(Quantity.count(progress.symbols)) symbols")
    }
    if progress.weightLimit > 0 {
      parts.append(
        "weight \(Quantity.count(progress.weightUsed)) of \(Quantity.count(progress.weightLimit))")
    }
    if let end = progress.waitsUntil, end > now {
      parts.append("waiting \(Quantity.duration((end - now).components.seconds +| 1)) for the limit")
    }
    return "sync: " + parts.joined(separator: ", ")
  }
}
