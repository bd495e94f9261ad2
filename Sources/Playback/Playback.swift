import BinanceUS
import EventLog
import JSONView
import NIOCore

/// An archive that answers as the exchange did.
///
/// It knows requests and replies as values; `PlaybackServer` listens. What it answers depends on
/// the archive as it stood when it was made, so an answer once found stays true and is kept ready.
final class Playback: Sendable {
  private let settings: PlaybackSettings
  private let archivist: Archivist
  private let cache: AnswerCache
  private let faults: FaultDraw
  private let clock: ShiftedClock

  init(_ log: EventLog, _ settings: PlaybackSettings) throws {
    self.settings = settings
    archivist = try Archivist(log, settings)
    cache = AnswerCache(limit: settings.memoryBytes)
    faults = FaultDraw(settings.faults)
    clock = ShiftedClock()
  }

  /// The answer to a request. A damaged archive answers with 500 and its words.
  func answer(_ request: AskedRequest) async -> Reply {
    do {
      if let rule = faults.next() { return try await archivist.fault(rule, to: request) }
      if settings.mode == .sequence { return try await archivist.answer(request) }
      if settings.clock == .shift, request.path == Endpoint.time.path { return try await time() }
      if let ready = cache[request] { return ready }
      let reply = try await archivist.answer(request)
      cache.keep(reply, for: request)
      return reply
    } catch {
      if let error = error as? EventLogError { settings.failed?(error) }
      // The text of the log's errors names files and events, never what a request carried.
      return .error(500, code: -1000, "the archive cannot answer: \(error)")
    }
  }

  /// How long a client waits for a reply.
  func pause(of reply: Reply) -> Duration {
    switch settings.latency {
    case .recorded: reply.recordedPause ?? .zero
    case .milliseconds(let pause): .milliseconds(pause)
    }
  }

  private func time() async throws -> Reply {
    let start = try await clock.start { try await archivist.recordedTime() }
    let document = JSONDocument.object([("serverTime", .integer(clock.now(since: start)))])
    var reply = Reply(status: 200, json: document.bytes, more: [(.bnusDerived, "true")])
    reply.isDerived = true
    return reply
  }
}
