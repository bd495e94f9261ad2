import EventModel
import SimulatedExchange

/// One run of the corpus: its id and its clock, which moves on with every response.
struct CorpusRun {
  let id: RunID
  private(set) var time: SimulatedTime
  private(set) var nextOrdinal: UInt32 = 0

  /// The run of this number, from 0, hours after the first one.
  init(number: Int, of parameters: CorpusParameters) {
    time = parameters.firstRun.adding(hours: Int64(number))
    let digits = String(number + 1)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    let text = "\(CorpusRun.compact(time))-sync-\(zeros)\(digits)"
    guard let id = RunID(text) else { preconditionFailure("\(text) names a run") }
    self.id = id
  }

  /// Takes the next ordinal, and lets the time of one request pass.
  mutating func take(milliseconds: Int64) -> UInt32 {
    time = time.adding(milliseconds: milliseconds)
    defer { nextOrdinal += 1 }
    return nextOrdinal
  }

  /// `20261123T045344Z` of `2026-11-23T04:53:44.123Z`.
  private static func compact(_ time: SimulatedTime) -> String {
    time.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }
}
