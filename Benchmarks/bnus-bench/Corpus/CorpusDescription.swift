/// The text of corpus.json: first the parameters, by which a corpus is recognised, then what came of them.
struct CorpusDescription {
  let parameters: CorpusParameters

  /// The part that only the parameters decide.
  var opening: String {
    """
    {
      "parameters": {
        "size": "\(parameters.size)",
        "seed": \(parameters.seed),
        "runs": \(parameters.runs),
        "hours_between_runs": 1,
        "first_run_at": "\(parameters.firstRun)",
        "trade_pages": \(parameters.tradePages),
        "order_pages": \(parameters.orderPages),
        "page_rows": \(CorpusParameters.pageRows),
        "account_acts": \(parameters.acts)
      },
    """
  }

  /// The whole text.
  func text(of summary: CorpusSummary) -> String {
    let tables = CorpusTable.allCases.map { table in
      let count = summary.counts[table, default: .init()]
      return "    \"\(table.rawValue)\": {\"answers\": \(count.responses), \"bytes\": \(count.bytes)}"
    }
    return """
      \(opening)
        "answers": \(summary.events),
        "body_bytes": \(summary.bodyBytes),
        "jsonl_bytes": \(summary.lineBytes),
        "jsonl_sha256": "\(summary.digest)",
        "tables": {
      \(tables.joined(separator: ",\n"))
        }
      }

      """
  }
}
