import CLMDB
import EventModel

/// Appends events: one transaction for what it is given, all or nothing.
///
/// It remembers the last 2xx body of each endpoint, so that an append does not have to decode its base.
final class LogWriter {
  private let surroundings: LogSurroundings
  private var bodies = BodyEncoder()
  private var bases = BaseBodies()
  /// Whether what an append builds upon was found whole; what came since is our own.
  private var isEndHeld = false

  /// The headers of the events that were given, in their order, and what was added.
  struct Outcome {
    var headers: [EventHeader] = []
    var added: [UInt64] = []

    var receipt: AppendReceipt {
      AppendReceipt(
        appended: added.count, alreadyThere: headers.count - added.count, firstSequence: added.first,
        lastSequence: added.last)
    }
  }

  init(_ surroundings: LogSurroundings) {
    self.surroundings = surroundings
  }

  func append(_ events: [NewEvent], to archive: OpenArchive) throws(EventLogError) -> Outcome {
    guard !events.isEmpty else { return Outcome() }
    surroundings.reached(.beforeTransaction)
    do throws(EventLogError) {
      let transaction = try WriteTransaction.begin(archive)
      if !isEndHeld { try OpeningCheck.checkEnd(transaction.view.committed) }
      isEndHeld = true
      var end = try LogEnd(transaction.view.committed)
      var outcome = Outcome()
      for event in events {
        let before = end.sequence
        let header = try append(event, transaction, &end)
        if end.sequence != before { outcome.added.append(header.sequence) }
        outcome.headers.append(header)
      }
      surroundings.reached(.beforeCommit)
      guard !outcome.added.isEmpty else { return outcome }
      try transaction.commit()
      surroundings.reached(.afterCommit)
      return outcome
    } catch {
      // What was remembered of this append is not in the log.
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

  /// Puts one event and everything that belongs to it, or finds it there. The result is its header.
  private func append(
    _ event: NewEvent, _ transaction: borrowing WriteTransaction, _ end: inout LogEnd
  ) throws(EventLogError) -> EventHeader {
    guard event.body.count <= BodyRecord.maximumBodyBytes else {
      throw .bodyTooLarge(bytes: event.body.count, limit: BodyRecord.maximumBodyBytes)
    }
    let ordinal = try ordinal(of: event, transaction.view)
    let header = try EventHeader(
      normalising: event, ordinal: ordinal, sequence: end.sequence +| 1,
      appendedAt: end.appendedAt(for: event, surroundings.now),
      salt: event.salt ?? .random(), bodyDigest: event.body.withUnsafeBytes(Digest.sha256))
    if let existing = try transaction.view.sequence(run: event.run, ordinal: ordinal) {
      let there = try transaction.view.header(of: existing, last: end.sequence)
      try header.requireSameContent(as: there)
      return there
    }
    if header.kind == .annotation { try transaction.raiseFormat(to: Annotation.format) }
    try putBody(event.body, header, transaction)
    surroundings.reached(.afterBody)
    let leaf = try putHeader(header, transaction)
    surroundings.reached(.afterHeader)
    try putTree(leaf, header.sequence -| 1, transaction)
    surroundings.reached(.afterTree)
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

  /// Puts the header and its indexes, and brings its run up to date. The result is the tree's leaf.
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

/// What an append did.
public struct AppendReceipt: Sendable, Hashable {
  /// How many events were added.
  public let appended: Int
  /// How many were in the log already, with the same content.
  public let alreadyThere: Int
  /// The first and last sequence that were added, nil when none was.
  public let firstSequence: UInt64?
  public let lastSequence: UInt64?
}
