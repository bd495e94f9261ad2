import BinanceUS
import EventLog
import JSONView
import NIOCore
import Synchronization

/// An archive that responds as the exchange did.
///
/// It knows requests and responses as values; `PlaybackServer` listens. What it responds depends on
/// the archive as it stood when it was made, so a response once found stays true and is kept ready.
final class Playback: Sendable {
  private let settings: PlaybackSettings
  private let reader: ArchiveReader
  private let cache: ResponseCache
  private let faults: FaultDraw
  private let clock: ShiftedClock

  init(_ log: EventLog, _ settings: PlaybackSettings) throws {
    self.settings = settings
    reader = try ArchiveReader(log, settings)
    cache = ResponseCache(limit: settings.memoryBytes)
    faults = FaultDraw(settings.faults)
    clock = ShiftedClock()
  }

  /// The response to a request. A damaged archive responds with 500 and what is wrong.
  func response(to request: ClientRequest) async -> PlayedResponse {
    do {
      if let rule = faults.next() { return try await reader.fault(rule, to: request) }
      if settings.mode == .sequence { return try await reader.response(to: request) }
      if settings.clock == .shift, request.path == Endpoint.time.path { return try await time() }
      if let ready = cache[request] { return ready }
      let response = try await reader.response(to: request)
      cache.keep(response, for: request)
      return response
    } catch {
      if let error = error as? EventLogError { settings.failed?(error) }
      // The text of the log's errors names files and events, never what a request carried.
      return .error(500, code: -1000, "the archive cannot respond: \(error)")
    }
  }

  /// How long a client waits for a response.
  func pause(of response: PlayedResponse) -> Duration {
    switch settings.latency {
    case .recorded: response.recordedPause ?? .zero
    case .milliseconds(let pause): .milliseconds(pause)
    }
  }

  private func time() async throws -> PlayedResponse {
    let start = try await clock.start { try await reader.recordedTime() }
    let document = JSONDocument.object([("serverTime", .integer(clock.now(since: start)))])
    var response = PlayedResponse(status: 200, json: document.bytes, more: [(.bnusDerived, "true")])
    response.isDerived = true
    return response
  }
}

/// Responses that are ready to be sent, in a bounded number of bytes.
final class ResponseCache: Sendable {
  private let state: Mutex<MemoryBound<ClientRequest, PlayedResponse>>

  init(limit: Int) { state = Mutex(MemoryBound(limit: limit)) }

  subscript(request: ClientRequest) -> PlayedResponse? {
    state.withLock { $0[request] }
  }

  func keep(_ response: PlayedResponse, for request: ClientRequest) {
    state.withLock {
      $0.keep(response, as: request, bytes: response.byteCount + 2 * request.query.utf8.count)
    }
  }
}

/// The recorded exchange's clock, running on from where it stood when playback began.
final class ShiftedClock: Sendable {
  private let begun = ContinuousClock.now
  private let recorded = Mutex<Int64?>(nil)

  /// The recorded time, read once.
  func start(_ read: () async throws -> Int64) async throws -> Int64 {
    if let known = recorded.withLock({ $0 }) { return known }
    let time = try await read()
    recorded.withLock { $0 = time }
    return time
  }

  /// Milliseconds, where `start` is what the clock showed in the beginning.
  func now(since start: Int64) -> Int64 {
    let passed = (ContinuousClock.now - begun).components
    return start +| passed.seconds *| 1000 +| passed.attoseconds / 1_000_000_000_000_000
  }
}

/// Why nothing can be played back.
public enum PlaybackError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The address cannot be listened on.
  case cannotListen(host: String, port: Int, reason: String)
  /// The archive holds no response as of the point chosen.
  case nothingRecorded

  public var description: String {
    switch self {
    case .cannotListen(let host, let port, let reason):
      "cannot listen on \(host), port \(port): \(reason); --port 0 takes any port that is free"
    case .nothingRecorded:
      "the archive holds no response up to that point; fetch some with bnus-replay sync, or import them"
    }
  }
}
