import BinanceUS
import EventLog
import EventModel
import Foundation
import Interchange

/// Archives and files of events whose bytes were changed. Made in a process of its own, which may crash.
public enum MutatedArchive {
  /// Makes an archive of so many mutated bodies, under the endpoints and queries of the events of another one.
  public static func make(at path: String, from source: String, seed: UInt64, count: Int) throws {
    let recorded = try RecordedEvents.read(source).filter { $0.kind == .response && $0.body.count < 8000 }
    var mutator = Mutator(seed: seed, others: recorded.map(\.body))
    var dice = Dice(seed: seed, for: "events")
    let log = try EventLog.open(at: path, mode: .create, mapBytes: 1 << 32)
    defer { log.close() }
    var batch: [NewEvent] = []
    for number in 0..<count {
      var event = dice.one(of: recorded)
      event.body = mutator.mutated(event.body)
      // The log keeps queries in one order of their parameters.
      if dice.onceIn(10) { event.query = CanonicalQuery(text(mutator.mutated(Array(event.query.utf8)))).text }
      if dice.onceIn(10), let header = event.responseHeaders.indices.randomElement(using: &dice) {
        event.responseHeaders[header].value = text(
          mutator.mutated(Array(event.responseHeaders[header].value.utf8)))
      }
      // A run holds a few hundred events; times go on, but for some that are at the ends of time.
      guard let run = RunID("mutated-\(number / 300)") else { continue }
      event.run = run
      event.ordinal = nil
      event.observedAt = Timestamp(
        microseconds: dice.onceIn(200)
          ? dice.one(of: extremeTimes) : 1_795_000_000_000_000 + Int64(number) * 1_000_000)
      (event.salt, event.appendedAt, event.sequence) = (nil, nil, nil)
      batch.append(event)
      if batch.count == 500 || number == count - 1 {
        try append(&batch, to: log)
      }
    }
  }

  private static let extremeTimes: [Int64] = [0, 1, -62_135_596_800_000_000, 253_402_300_799_999_999]

  private static func append(_ batch: inout [NewEvent], to log: EventLog) throws {
    do {
      _ = try log.append(contentsOf: batch)
    } catch {
      // One of them is refused: the others go in.
      for event in batch { _ = try? log.append(event) }
    }
    batch.removeAll()
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Imports so many mutated copies of a file. Each is refused whole, or taken in; the result is what was wrong.
  public static func importMutated(
    _ file: String, beside directory: String, seed: UInt64, count: Int
  ) throws -> [String] {
    let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    var mutator = Mutator(seed: seed, others: [original])
    let path = "\(directory)/mutated"
    let log = try EventLog.open(at: "\(directory)/archive", mode: .create, mapBytes: 1 << 32)
    defer { log.close() }
    var wrongs: [String] = []
    for number in 0..<count {
      try Data(mutator.mutated(original)).write(to: URL(fileURLWithPath: path))
      let before = try last(log)
      do {
        _ = try EventsImport.run(path, into: log)
      } catch {
        if try last(log) != before {
          wrongs.append("file \(number) was refused (\(error)) and left events behind")
        }
      }
    }
    let report = try LogVerifier(log).verify()
    if !report.isWhole { wrongs.append("verify: \(report.damages)") }
    return wrongs
  }

  private static func last(_ log: EventLog) throws -> UInt64 {
    try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
  }
}
