import BinanceUS
import EventLog
import EventModel
import NIOCore

/// Reads the archive, one request at a time, so that costly ones cannot crowd out the rest: what
/// is ready to be sent never waits here.
actor ArchiveReader {
  private var log: RecordedLog
  private var recordedRuns: RecordedRuns
  private var faults = FaultResponses()
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
    recordedRuns = RecordedRuns(runs)
    let run = settings.run ?? latest
    self.log = RecordedLog(
      log, Scope(through: settings.through, run: run, omitted: omitted), memoryBytes: settings.memoryBytes)
  }

  /// The response to a request.
  func response(to request: ClientRequest) throws -> PlayedResponse {
    if mode == .sequence { return try nextOccurrence(of: request) }
    let recorded = try log.newest(of: request)
    var reason: String?
    if !isRecordedOnly {
      switch try Derivation.response(to: request, beside: recorded, from: &log) {
      case .success(let derived?): return derived
      case .success(nil): break
      case .failure(let failure): reason = failure.reason
      }
    }
    if let recorded { return PlayedResponse(recorded.header, body: recorded.body.buffer) }
    if request.path == "/api/v3/ping" { return ArchiveReader.ping }
    return try notRecorded(request, reason: reason)
  }

  /// An error in place of a response.
  func fault(_ rule: FaultRule, to request: ClientRequest) throws -> PlayedResponse {
    try faults.response(rule, to: request, in: &log)
  }

  /// What the recorded exchange's clock showed last, in milliseconds.
  func recordedTime() throws -> Int64 {
    let request = ClientRequest(method: "GET", target: Endpoint.time.path)
    if let response = try log.newest(of: request),
      let time = response.body.withBytes({ ServerTimeResponse.milliseconds(Array($0)) })
    {
      return time
    }
    let scope = log.scope
    return try log.log.read { (snapshot: borrowing Snapshot) in
      try snapshot.summary(of: scope.last).observedAt.microseconds / 1000
    }
  }

  private func nextOccurrence(of request: ClientRequest) throws -> PlayedResponse {
    let occurrences = try log.occurrences(of: request)
    if let sequence = recordedRuns.next(of: request, among: occurrences) {
      let response = try log.response(sequence)
      return PlayedResponse(response.header, body: response.body.buffer)
    }
    if occurrences.isEmpty, request.path == "/api/v3/ping" { return ArchiveReader.ping }
    let count = occurrences.count
    return try notRecorded(
      request, reason: count == 0 ? nil : "the \(count) that were recorded have been played")
  }

  private func notRecorded(_ request: ClientRequest, reason: String?) throws -> PlayedResponse {
    var missing = NotRecorded(request, reason: reason)
    let index = try log.index(of: request.path)
    if index.isEmpty {
      missing.paths = try log.recordedPaths()
    } else {
      try missing.look(in: log, index)
    }
    return missing.response
  }

  private static let ping = {
    var response = PlayedResponse(status: 200, json: Array("{}".utf8), more: [(.bnusDerived, "true")])
    response.isDerived = true
    return response
  }()
}

extension RecordedLog {
  /// Every response and failure of a request, ascending, with its run.
  func occurrences(of request: ClientRequest) throws -> [(sequence: UInt64, run: RunID)] {
    let scope = self.scope
    return try log.read { (snapshot: borrowing Snapshot) in
      var occurrences: [(sequence: UInt64, run: RunID)] = []
      for key in request.keys {
        for sequence in try snapshot.sequences(request: key, from: scope.first, through: scope.last) {
          let run = try snapshot.header(of: sequence).run
          if scope.holds(run) { occurrences.append((sequence, run)) }
        }
      }
      return occurrences
    }
  }
}

/// Playback in recorded order: every run is a scene.
///
/// A request gets the responses it got in the scene that is playing, one after the other. When they
/// are used up, the next scene that has one begins, for every request.
struct RecordedRuns {
  /// Where a run stands among the runs, oldest first.
  private let order: [RunID: Int]
  private var current = 0
  private var played: [ClientRequest: Int] = [:]

  init(_ runs: [RunRecord]) {
    let sorted = runs.sorted {
      ($0.firstObservedAt, $0.firstSequence) < ($1.firstObservedAt, $1.firstSequence)
    }
    order = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.id, $0) })
  }

  /// The event that comes next, response or failure.
  ///
  /// - Parameter occurrences: every event of the request, with its run.
  mutating func next(
    of request: ClientRequest, among occurrences: [(sequence: UInt64, run: RunID)]
  ) -> UInt64? {
    let occurrences = occurrences.map { (scene: order[$0.run] ?? 0, sequence: $0.sequence) }
      .sorted { ($0.scene, $0.sequence) < ($1.scene, $1.sequence) }
    let from = played[request] ?? 0
    guard let place = occurrences.indices.first(where: { $0 >= from && occurrences[$0].scene >= current })
    else {
      return nil
    }
    current = occurrences[place].scene
    played[request] = place + 1
    return occurrences[place].sequence
  }
}
