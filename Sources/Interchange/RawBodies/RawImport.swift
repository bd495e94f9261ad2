public import BinanceUS
public import EventLog
public import EventModel
import JSONView

/// Imports bodies that were saved (with curl, say) into an archive, as one run.
///
/// Bodies are kept byte for byte. One that the archive holds already (the same request, time and
/// bytes) is not added again.
public struct RawImport {
  /// A file with a body.
  public struct File: Sendable {
    /// Where to read it.
    public var path: String
    /// The name that messages use.
    public var name: String
    /// When it was last written; nil for a pipe and the like.
    public var modifiedAt: Timestamp?

    public init(path: String, name: String? = nil, modifiedAt: Timestamp? = nil) {
      self.path = path
      self.name = name ?? path
      self.modifiedAt = modifiedAt
    }
  }

  /// What an import did.
  public struct Outcome: Sendable {
    /// The run that holds what is new; nil where nothing is.
    public var run: RunID?
    public var report: ImportReport
    public var warnings: [RawWarning]
  }

  private let endpoint: Endpoint
  private let query: String
  private let times: ReceptionTime
  private let latest: LatestTime

  /// - Parameters:
  ///   - endpoint: the name or the path of what was requested, for example `/api/v3/exchangeInfo`.
  ///   - query: the query that was sent, in any order.
  ///   - observedAt: when the responses were received; nil takes the `serverTime` that a body has.
  ///   - usesFileTimes: whether a body without one is dated by its file.
  ///   - latest: the latest time that a response may have.
  public init(
    endpoint name: String, query: String, observedAt: Timestamp? = nil, usesFileTimes: Bool = false,
    latest: LatestTime = LatestTime()
  ) throws(InterchangeError) {
    guard let endpoint = Endpoint(named: name) else { throw .unknownEndpoint(name) }
    self.endpoint = endpoint
    self.query = CanonicalQuery(query).text
    times = ReceptionTime(endpoint: endpoint, given: observedAt, usesFileTimes: usesFileTimes, latest: latest)
    self.latest = latest
  }

  /// Whether an endpoint's responses carry the exchange's own time.
  public static func carriesTime(_ endpoint: Endpoint) -> Bool { ReceptionTime.carriers.contains(endpoint) }

  /// Imports the files, all or none, in one transaction.
  ///
  /// - Parameter progress: called before each file.
  public func run(
    _ files: [File], into target: ImportTarget, progress: () throws -> Void = {}
  ) throws -> Outcome {
    var warnings = RawWarnings(endpoint: endpoint)
    var events: [NewEvent] = []
    for file in files {
      try progress()
      let (body, value) = try read(file)
      let time = try times.time(of: value, in: file)
      warnings.look(at: file, value, time, given: times.given)
      events.append(event(body, at: time))
    }
    try progress()
    let log = try target.opened()
    var outcome = Outcome(run: nil, report: ImportReport(), warnings: [])
    var known = try KnownResponses(log)
    var new: [NewEvent] = []
    for (file, event) in zip(files, events) {
      guard try known.take(event, in: log, isDistinct: true) else {
        outcome.report.alreadyThere += 1
        continue
      }
      let others = try log.read { (snapshot: borrowing Snapshot) in try known.archived(event, in: snapshot) }
      warnings.note(file, new: event, besides: others)
      new.append(event)
    }
    outcome.warnings = warnings.all
    guard !new.isEmpty else { return outcome }
    let run = Self.runID(of: new)
    for ordinal in new.indices { (new[ordinal].run, new[ordinal].ordinal) = (run, UInt32(ordinal)) }
    outcome.run = run
    outcome.report.add(try log.append(contentsOf: new))
    return outcome
  }

  /// Imports files into an archive that is open for writing.
  public func run(_ paths: [String], into log: EventLog) throws -> Outcome {
    try run(paths.map { File(path: $0) }, into: ImportTarget(log))
  }

  private func read(_ file: File) throws(InterchangeError) -> ([UInt8], JSONValue) {
    let bytes = try WholeFile.read(file.path, named: file.name)
    let value: JSONValue
    do {
      value = try JSONValue.parse(bytes)
    } catch {
      if FileKind.isOfEvents(bytes) { throw .ofEvents(path: file.name) }
      let line = bytes.prefix(error.offset ?? 0).count { $0 == UInt8(ascii: "\n") } + 1
      throw .part(path: file.name, part: "line \(line)", reason: "\(error)")
    }
    if FileKind.isOfEvents(value) { throw .ofEvents(path: file.name) }
    if let shape = BodyShape(of: value), !shape.fits(endpoint) {
      throw .otherEndpoint(path: file.name, shape: shape, given: endpoint.path)
    }
    return (bytes, value)
  }

  private func event(_ body: [UInt8], at time: Timestamp) -> NewEvent {
    NewEvent(
      run: Self.placeholder, kind: .response, endpoint: endpoint.path, method: "GET",
      host: ForeignResponse.host, path: endpoint.path, query: query, attempt: 1, observedAt: time,
      status: 200,
      flags: .imported, body: body)
  }

  /// A run's id made of the time of its first response and a digest of what is new.
  private static func runID(of events: [NewEvent]) -> RunID {
    var content: [UInt8] = []
    for event in events {
      content += "\(event.path)?\(event.query)\n\(event.observedAt.iso8601)\n".utf8
      content += event.body.withUnsafeBytes(Digest.sha256).hex.utf8
    }
    let first = events.map(\.observedAt).min() ?? Timestamp(microseconds: 0)
    return ForeignResponse.run(
      from: first, digest: content.withUnsafeBytes(Digest.sha256), format: "import")
  }

  /// The run of events until it is known which are new.
  private static let placeholder: RunID = {
    guard let run = RunID("import") else { preconditionFailure("letters make a run id") }
    return run
  }()
}
