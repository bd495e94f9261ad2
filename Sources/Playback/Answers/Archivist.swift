import BinanceUS
import EventLog
import EventModel
import NIOCore

/// Reads the archive, one question at a time, so that costly ones cannot crowd out the rest: what
/// is ready to be sent never waits here.
actor Archivist {
  private var log: RecordedLog
  private var scenes: Scenes
  private var faults = FaultAnswers()
  private let mode: PlaybackSettings.Mode
  private let isRecordedOnly: Bool

  init(_ log: EventLog, _ settings: PlaybackSettings) throws {
    mode = settings.mode
    isRecordedOnly = settings.isRecordedOnly || settings.mode != .latest
    let (runs, latest, omitted) = try log.read { (snapshot: borrowing Snapshot) in
      let omitted = try snapshot.omissions(through: settings.through)
      func isServed(_ run: RunRecord) -> Bool {
        run.firstSequence <= settings.through && !omitted.contains(run.id)
      }
      guard try snapshot.hasRun(where: isServed) else { throw PlaybackError.nothingRecorded }
      // What a mode has no use for is not read: a first response waits for it.
      return (
        settings.mode == .sequence ? try snapshot.runs().filter(isServed) : [],
        settings.mode == .exact && settings.run == nil
          ? try snapshot.latestRun(through: settings.through) : nil,
        omitted
      )
    }
    scenes = Scenes(runs)
    let run = settings.run ?? latest
    self.log = RecordedLog(
      log, Scope(through: settings.through, run: run, omitted: omitted), memoryBytes: settings.memoryBytes)
  }

  /// The answer to a request.
  func answer(_ request: AskedRequest) throws -> Reply {
    if mode == .sequence { return try nextTake(of: request) }
    let recorded = try log.newest(of: request)
    var reason: String?
    if !isRecordedOnly {
      switch try Derivation.answer(request, beside: recorded, from: &log) {
      case .success(let derived?): return derived
      case .success(nil): break
      case .failure(let failure): reason = failure.reason
      }
    }
    if let recorded { return Reply(recorded.header, body: recorded.body.buffer) }
    if request.path == "/api/v3/ping" { return Archivist.ping }
    return try unanswered(request, reason: reason)
  }

  /// An error in place of an answer.
  func fault(_ rule: FaultRule, to request: AskedRequest) throws -> Reply {
    try faults.reply(rule, to: request, in: &log)
  }

  /// What the recorded exchange's clock showed last, in milliseconds.
  func recordedTime() throws -> Int64 {
    let request = AskedRequest(method: "GET", target: Endpoint.time.path)
    if let answer = try log.newest(of: request),
      let time = answer.body.withBytes({ ServerTimeAnswer.milliseconds(Array($0)) })
    {
      return time
    }
    let scope = log.scope
    return try log.log.read { (snapshot: borrowing Snapshot) in
      try snapshot.glance(at: scope.last).observedAt.microseconds / 1000
    }
  }

  private func nextTake(of request: AskedRequest) throws -> Reply {
    let takes = try log.takes(of: request)
    if let sequence = scenes.next(of: request, among: takes) {
      let answer = try log.answer(sequence)
      return Reply(answer.header, body: answer.body.buffer)
    }
    if takes.isEmpty, request.path == "/api/v3/ping" { return Archivist.ping }
    let count = takes.count
    return try unanswered(
      request, reason: count == 0 ? nil : "the \(count) that were recorded have been played")
  }

  private func unanswered(_ request: AskedRequest, reason: String?) throws -> Reply {
    var words = Unanswered(request, reason: reason)
    let index = try log.index(of: request.path)
    if index.isEmpty {
      words.paths = try log.recordedPaths()
    } else {
      try words.look(in: log, index)
    }
    return words.reply
  }

  private static let ping = {
    var reply = Reply(status: 200, json: Array("{}".utf8), more: [(.bnusDerived, "true")])
    reply.isDerived = true
    return reply
  }()
}

extension RecordedLog {
  /// Every answer and failure of a request, ascending, with its run.
  func takes(of request: AskedRequest) throws -> [(sequence: UInt64, run: RunID)] {
    let scope = self.scope
    return try log.read { (snapshot: borrowing Snapshot) in
      var takes: [(sequence: UInt64, run: RunID)] = []
      for key in request.keys {
        for sequence in try snapshot.sequences(request: key, from: scope.first, through: scope.last) {
          let run = try snapshot.header(of: sequence).run
          if scope.holds(run) { takes.append((sequence, run)) }
        }
      }
      return takes
    }
  }
}
