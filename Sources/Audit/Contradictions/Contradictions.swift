import BinanceUS
public import EventLog
public import EventModel
import JSONView

/// All checks of an archive against itself.
///
/// Memory: some 100 bytes a trade or order (its id, a hash of its content, the event that reported it), and the sums of
/// trades between account responses.
public struct Contradictions: Sendable {
  /// The contradictions and gaps that are not acknowledged.
  public let findings: [AuditFinding]
  /// Those that were acknowledged, each with its annotation.
  public let acknowledged: [(finding: AuditFinding, annotation: Annotation)]
  /// What is only worth knowing.
  public let notes: [AuditFinding]
  /// The last event that was read.
  public let through: UInt64
  /// Successful responses whose body is not JSON: no check saw their content.
  public let malformed: [UInt64]
  public let unreadable: [UnreadableEvent]

  /// Runs every check over the whole log.
  public static func find(_ log: EventLog, progress: AuditProgress.Observer = { _ in }) throws
    -> Contradictions
  {
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    var walk = try LogWalk(log)
    let cuts = try accountCuts(of: log, with: &walk)
    var coverage = CoverageFold()
    var records = try RecordFold(log, flows: TradeFlows(cuts: cuts))
    var movements = MovementFold(cuts: cuts)
    var malformed: [UInt64] = []
    try walk.visit((1..<last +| 1), wants: CoverageFold.wantsBody, progress: progress) { header, body in
      let value = body.flatMap { header.isSuccess ? $0.json : nil }
      if header.isSuccess, body != nil, value == nil { malformed.append(header.sequence) }
      let page = value.flatMap { RecordFold.Page(header, $0) }
      if let body {
        body.withBytes { coverage.take(header, $0, value: value) }
      } else {
        coverage.take(header, UnsafeRawBufferPointer(start: nil, count: 0), value: nil)
      }
      if let page, let state = coverage.state.symbols[page.symbol] { try records.take(page, state: state) }
      if let value { movements.take(value, header) }
    }
    var balances = BalanceFold(flows: records.flows, moved: movements.timed, untimed: movements.untimed)
    for (place, cut) in cuts.enumerated() {
      if let (_, body) = try walk.event(cut.sequence), let value = body?.json {
        balances.take(value, place: place)
      }
    }
    let gaps = coverage.coverage(through: last, unreadable: walk.unreadable).gaps.map {
      AuditFinding(.coverageGap, $0.subject, events: $0.events, $0.sentence, next: $0.nextStep)
    }
    let all =
      records.settledFindings + records.unbalancedOrders(coverage) + records.flows.findings
      + balances.findings
      + gaps + delisted(coverage.state)
    let known = try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.standingAnnotations(.acknowledge, through: last)
    }
    let findings = all.filter { !$0.kind.isNote }
    return Contradictions(
      findings: findings.filter { known[$0.name] == nil },
      acknowledged: findings.compactMap { finding in known[finding.name].map { (finding, $0) } },
      notes: all.filter(\.kind.isNote), through: last,
      malformed: malformed, unreadable: Array(Set(walk.unreadable)).sorted { $0.sequence < $1.sequence })
  }

  private static func delisted(_ state: SyncState) -> [AuditFinding] {
    state.ranked.filter { !$0.isListed }.map { symbol in
      AuditFinding(
        .delisted, symbol.name, events: [state.exchangeInfoSequence ?? 0],
        "\(symbol.name) is not in the newest exchangeInfo; what the archive holds of it stays",
        next: "nothing to do")
    }
  }

  /// The account responses in order of time.
  private static func accountCuts(of log: EventLog, with walk: inout LogWalk) throws -> [AccountCut] {
    let sequences = try log.read { (snapshot: borrowing Snapshot) in
      try snapshot.sequences(endpoint: Endpoint.account.path)
    }
    var cuts: [AccountCut] = []
    for sequence in sequences {
      guard let (header, body) = try walk.event(sequence, { $0.isSuccess }), let value = body?.json,
        value["balances"]?.elements != nil
      else { continue }
      let observed = header.observedAt.microseconds / 1000
      cuts.append(
        AccountCut(
          sequence: sequence, observedAt: observed, changedAt: value["updateTime"]?.int64 ?? observed))
    }
    cuts.sort { ($0.observedAt, $0.sequence) < ($1.observedAt, $1.sequence) }
    for place in cuts.indices.dropFirst() {
      cuts[place].changedAt = max(cuts[place].changedAt, cuts[place - 1].changedAt)
    }
    return cuts
  }
}
