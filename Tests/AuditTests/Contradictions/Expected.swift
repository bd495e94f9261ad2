import Audit

/// What must be found of a fault that was put in.
struct Expected: Hashable, CustomStringConvertible {
  let kind: AuditFinding.Kind
  let subject: String
  let ids: [Int64]
  /// The numbers of the lines that its events were.
  let lines: [Int]

  var description: String { "\(kind.rawValue) \(subject) \(ids) lines \(lines)" }

  init(_ kind: AuditFinding.Kind, _ subject: String, _ ids: [Int64] = [], lines: [Int]) {
    (self.kind, self.subject, self.ids) = (kind, subject, ids.sorted())
    self.lines = lines.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// A finding as an expectation of the lines that became its events.
  init(_ finding: AuditFinding, in days: RecordedDays) {
    self.init(
      finding.kind, finding.subject, finding.ids,
      lines: finding.events.map { days.lines[Int($0) - 1].number })
  }
}

/// What may follow from a page that is lost: nothing exact, but nothing else either.
struct Consequences {
  let symbol: String
  let assets: Set<String>
  let orders: Set<Int64>

  func cover(_ finding: AuditFinding) -> Bool {
    switch finding.kind {
    case .coverageGap: finding.subject == symbol
    case .orderUnlikeTrades: finding.subject == symbol && orders.isSuperset(of: finding.ids)
    case .balanceUnexplained: assets.contains(finding.subject)
    default: false
    }
  }
}
