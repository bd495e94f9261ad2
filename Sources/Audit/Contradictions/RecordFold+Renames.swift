extension RecordFold {
  /// The findings; where records are missing under one name of a market and stand under its other
  /// name, that is told as a note.
  var settledFindings: [AuditFinding] {
    findings.enumerated().map { place, finding in
      guard missedTrades.contains(place) || missedOrders.contains(place) else { return finding }
      let name = flows.otherNames(of: finding.subject).first { name in
        let records = missedTrades.contains(place) ? books[name]?.trades : books[name]?.orders
        return finding.ids.allSatisfy { records?.holds(id: $0) == true }
      }
      guard let name else { return finding }
      return AuditFinding(
        .recordMoved, finding.subject, ids: finding.ids, events: finding.events,
        "\(finding.sentence); it stands under \(name), which shares fills with \(finding.subject)",
        next: "nothing to do")
    }
  }
}
