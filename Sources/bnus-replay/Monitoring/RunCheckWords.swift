import BinanceUS
import EventModel
import Ingest

/// The sentences of `runs --check`.
struct RunCheckWords {
  let facts: RunCheck.Facts
  let newest: RunCheck.Run?

  /// How many sources or symbols a sentence names.
  private static let most = 5

  var noRun: String {
    if facts.runs.contains(where: { $0.ending == .running }) {
      return "the first sync is running; none has ended yet"
    }
    return facts.hasImports
      ? "no sync has run on this archive, and imports do not count" : "the archive holds no run yet"
  }

  func ahead(_ run: RunID, _ time: Timestamp) -> String {
    "run \(run) is dated \(time.iso8601), in the future; once its time has come it would hide what is newer, so leave it out: bnus-replay annotate omit \(run) --because TEXT"
  }

  /// A newest run that did not end well.
  func ending(of run: RunCheck.Run) -> String {
    let name = "the newest sync, \(run.id),"
    switch run.ending {
    case .running: return "\(name) is running"
    case .cutShort:
      return "\(name) has no end: it was killed or the machine stopped, last heard of \(run.at.iso8601)"
    case .unsaid: return "\(name) ended without saying how"
    case .ended(let ending):
      var words: String
      switch ending.outcome {
      case "interrupted": words = "\(name) was interrupted \(run.at.iso8601)"
      case "refused":
        words = "\(name) was refused \(run.at.iso8601): the exchange does not take the credentials"
      default: words = "\(name) ended \(ending.text) \(run.at.iso8601)"
      }
      if let ban = ending.bannedUntil { words += ", banned until \(ban)" }
      if !ending.failed.isEmpty { words += ": \(list(Set(ending.failed).sorted().map { counted($0) }))" }
      if lacksKey(run) { words += "; it had no credentials\(accountData)" }
      return words
    }
  }

  /// The archive has data that needs a key, and a run that was to fetch such data had none.
  func lacksKey(_ run: RunCheck.Run) -> Bool {
    !run.beginning.hasKey && run.beginning.wantsAccountData
      && facts.sources.contains { $0.endpoint.isSigned }
  }

  func withoutKey(_ run: RunCheck.Run) -> String {
    "the newest sync, \(run.id), had no credentials\(accountData)"
  }

  func tooOld(_ run: RunCheck.Run, _ age: Age) -> String {
    "the newest sync, \(run.id), ended \(run.at.iso8601), longer than \(age) ago"
  }

  func failure(_ failure: RunCheck.OpenFailure) -> String {
    "\(failure.source) failed in \(failure.runs == 1 ? "" : "\(failure.runs) runs up to ")\(failure.newest) and was not fetched since"
  }

  /// Sources that were not fetched for too long, those of one run in one sentence.
  func stale(_ sources: [RunCheck.Source], _ age: Age) -> [String] {
    Dictionary(grouping: sources, by: \.run).values.sorted { $0[0].at < $1[0].at }.map { group in
      let names = list(group.map(\.endpoint.name))
      return
        "\(names) \(group.count == 1 ? "was" : "were") last fetched \(group[0].at.iso8601) by \(group[0].run), longer than \(age) ago"
    }
  }

  /// A failing source, with the number of runs in a row in which it failed.
  private func counted(_ source: String) -> String {
    guard let runs = facts.failures.first(where: { $0.source == source })?.runs, runs > 1 else {
      return source
    }
    return "\(source) (in \(runs) runs)"
  }

  private var accountData: String {
    guard let last = facts.sources.filter(\.endpoint.isSigned).max(by: { $0.at < $1.at }) else { return "" }
    return ", and account data was last fetched \(last.at.iso8601) by \(last.run)"
  }

  private func list(_ names: [String]) -> String {
    let some = names.prefix(Self.most).joined(separator: ", ")
    return names.count > Self.most ? "\(some) and \(names.count - Self.most) more" : some
  }
}
