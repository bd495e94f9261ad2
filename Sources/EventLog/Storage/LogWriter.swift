import CLMDB
import EventModel

/// Appends events, all that it is given in one transaction.
///
/// It remembers the last 2xx body of each endpoint, so that an append does not have to decode its base.
final class LogWriter {
  private let dependencies: LogDependencies
  private var bodies = BodyEncoder()
  private var bases = BaseBodies()
  /// Whether the end of the log was verified; what was appended since is our own.
  private var isEndVerified = false

  /// The headers of the given events, in their order, and the sequences of those that were added.
  struct Outcome {
    var headers: [EventHeader] = []
    var added: [UInt64] = []

    var receipt: AppendReceipt {
      AppendReceipt(
        appended: added.count, alreadyThere: headers.count - added.count, firstSequence: added.first,
        lastSequence: added.last)
    }
  }

  init(_ dependencies: LogDependencies) {
    self.dependencies = dependencies
  }

  func append(_ events: [NewEvent], to archive: OpenArchive) throws(EventLogError) -> Outcome {
    guard !events.isEmpty else { return Outcome() }
    dependencies.reached(.beforeTransaction)
    do throws(EventLogError) {
      let transaction = try WriteTransaction.begin(archive)
      if !isEndVerified { try OpeningCheck.checkEnd(transaction.view.committed) }
      isEndVerified = true
      var end = try LogEnd(transaction.view.committed)
      var outcome = Outcome()
      for event in events {
        let before = end.sequence
        let header = try append(event, transaction, &end)
        if end.sequence != before { outcome.added.append(header.sequence) }
        outcome.headers.append(header)
      }
      dependencies.reached(.beforeCommit)
      guard !outcome.added.isEmpty else { return outcome }
      try transaction.commit()
      dependencies.reached(.afterCommit)
      return outcome
    } catch {
      // The bodies remembered during this append are not in the log.
      bases = BaseBodies()
      throw error
    }
  }

  /// Gives an archive without events another id.
  func rename(_ archive: OpenArchive, _ known: ArchiveID, to id: ArchiveID) throws(EventLogError) {
    let transaction = try WriteTransaction.begin(archive)
    guard try transaction.view.lastSequence() == 0 else {
      throw .otherArchive(path: archive.path, is: known, wanted: id)
    }
    try transaction.rename(to: id)
    try transaction.commit()
  }

  /// Stores one event and everything that belongs to it, unless the log holds it. The result is its header.
  private func append(
    _ event: NewEvent, _ transaction: borrowing WriteTransaction, _ end: inout LogEnd
  ) throws(EventLogError) -> EventHeader {
    guard event.body.count <= BodyRecord.maximumBodyBytes else {
      throw .bodyTooLarge(bytes: event.body.count, limit: BodyRecord.maximumBodyBytes)
    }
    let ordinal = try ordinal(of: event, transaction.view)
    let header = try EventHeader(
      normalising: event, ordinal: ordinal, sequence: end.sequence +| 1,
      appendedAt: end.appendedAt(for: event, dependencies.now),
      salt: event.salt ?? .random(), bodyDigest: event.body.withUnsafeBytes(Digest.sha256))
    if let existing = try transaction.view.sequence(run: event.run, ordinal: ordinal) {
      let there = try transaction.view.header(of: existing, last: end.sequence)
      try header.requireSameContent(as: there)
      return there
    }
    if header.kind == .annotation { try transaction.raiseFormat(to: Annotation.format) }
    try putBody(event.body, header, transaction)
    dependencies.reached(.afterBody)
    let leaf = try putHeader(header, transaction)
    dependencies.reached(.afterHeader)
    try putTree(leaf, header.sequence -| 1, transaction)
    dependencies.reached(.afterTree)
    end = LogEnd(sequence: header.sequence, appendedAt: header.appendedAt)
    return header
  }

  /// A run's events are numbered from 0 without gaps, unless a part of them came from a file.
  private func ordinal(of event: NewEvent, _ view: TransactionView) throws(EventLogError) -> UInt32 {
    if let ordinal = event.ordinal { return ordinal }
    let run = try view.run(event.run)
    var ordinal = UInt32(clamping: run?.events ?? 0)
    while try view.sequence(run: event.run, ordinal: ordinal) != nil { ordinal +|= 1 }
    return ordinal
  }

  private func putBody(
    _ body: [UInt8], _ header: EventHeader, _ transaction: borrowing WriteTransaction
  ) throws(EventLogError) {
    let isLink = header.isSuccess && !header.endpoint.isEmpty
    let base = isLink ? try bases.base(of: header.endpoint, transaction.view.committed) : nil
    let key = LogKey.sequence(header.sequence)
    let database = transaction.view.databases.bodies
    let choice = try bodies.encode(body, against: base)
    try transaction.put(database, key, choice.record, flags: MDB_APPEND)
    if isLink {
      bases.keep(
        BodyEncoder.Base(sequence: header.sequence, depth: choice.depth, body: body), of: header.endpoint)
    }
  }

  /// Stores the header and its index entries, and updates its run. The result is the tree's leaf.
  private func putHeader(
    _ header: EventHeader, _ transaction: borrowing WriteTransaction
  ) throws(EventLogError) -> Digest {
    let databases = transaction.view.databases
    let key = LogKey.sequence(header.sequence)
    let bytes = HeaderCodec.encode(header)
    try transaction.put(databases.events, key, bytes, flags: MDB_APPEND)
    try transaction.put(databases.identity, LogKey.identity(header.run, header.ordinal), key)
    if !header.endpoint.isEmpty {
      try transaction.put(databases.byEndpoint, LogKey.endpoint(header.endpoint, header.sequence), [])
      try transaction.put(databases.byRequest, LogKey.request(header.requestKey, header.sequence), [])
    }
    var run = try transaction.view.run(header.run)
    if run == nil { run = RunRecord(first: header) } else { run?.add(header) }
    if let run {
      try transaction.put(databases.runs, Array(header.run.text.utf8), RunRecordCodec.encode(run))
    }
    return bytes.withUnsafeBytes(TreeHash.leaf)
  }

  private func putTree(
    _ leaf: Digest, _ index: UInt64, _ transaction: borrowing WriteTransaction
  ) throws(EventLogError) {
    let first = TreeLayout.position(level: 0, index: index)
    let hashes = try transaction.view.merkleTree.hashes(appending: leaf, at: index)
    for (offset, hash) in hashes.enumerated() {
      let key = LogKey.sequence(first +| UInt64(offset))
      try transaction.put(
        transaction.view.databases.tree, key, hash.withBytes { Array($0) }, flags: MDB_APPEND)
    }
  }
}

/// The result of an append.
public struct AppendReceipt: Sendable, Hashable {
  /// How many events were added.
  public let appended: Int
  /// How many the log held already, with the same content.
  public let alreadyThere: Int
  /// The first and last sequence that were added; nil where none was.
  public let firstSequence: UInt64?
  public let lastSequence: UInt64?
}

/// Where the log ends: its last sequence, and when that was appended.
struct LogEnd {
  let sequence: UInt64
  let appendedAt: Timestamp

  init(sequence: UInt64, appendedAt: Timestamp) {
    self.sequence = sequence
    self.appendedAt = appendedAt
  }

  init(_ view: TransactionView) throws(EventLogError) {
    sequence = try view.lastSequence()
    appendedAt =
      sequence == 0
      ? Timestamp(microseconds: .min) : try view.header(of: sequence, last: sequence).appendedAt
  }

  /// The time of append of the next event: never before the last one's, and a restored event's own time where it takes
  /// its original place.
  func appendedAt(for event: NewEvent, _ now: () -> Timestamp) -> Timestamp {
    if let kept = event.appendedAt, event.sequence == sequence +| 1, kept >= appendedAt { return kept }
    return max(now(), appendedAt)
  }
}

/// What tests replace in a writer: the clock, and an observer of each step of an append.
struct LogDependencies: Sendable {
  var now: @Sendable () -> Timestamp = { Timestamp.now() }
  var reached: @Sendable (AppendStep) -> Void = { _ in }
}

/// How far an append has come; crash tests end the process at each.
enum AppendStep: String, Sendable, CaseIterable, Codable {
  case beforeTransaction, afterBody, afterHeader, afterTree, beforeCommit, afterCommit
}
