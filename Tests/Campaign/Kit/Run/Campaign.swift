import Dispatch
import Foundation
import Synchronization

/// Runs parts and counts.
public struct Campaign: Sendable {
  public let extent: Extent
  public let seed: UInt64
  /// How many attempts run at a time.
  public var workers = 2
  /// When a part stops before it has tried everything; never when absent.
  public var minutesEach: Double?
  /// Whether a part stops at its first failure.
  public var untilFailure = false
  /// The one attempt to run; every one when absent.
  public var only: String?
  /// Called after each attempt with how many are done, how many there are, and what failed in this one.
  public var progress: @Sendable (_ done: Int, _ all: Int, PartReport.Failure?) -> Void = { _, _, _ in }

  public init(_ extent: Extent, seed: UInt64) {
    self.extent = extent
    self.seed = seed
  }

  /// Runs a part to its end, or to the end of its time.
  public func run(_ part: any Part) throws -> PartReport {
    let start = Date()
    let deadline = minutesEach.map { start.addingTimeInterval($0 * 60) }
    let attempts = try part.attempts(extent, seed: seed).filter { only == nil || $0.name == only }
    var begun = PartReport(part: part.name)
    begun.planned = attempts.reduce(0) { $0 + $1.weight }
    let report = Mutex(begun)
    let next = Atomic(0)
    Self.onThreads(max(1, min(workers * part.parallel, attempts.count))) {
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < attempts.count, deadline.map({ Date() < $0 }) ?? true else { return }
        if untilFailure, report.withLock({ !$0.failures.isEmpty }) { return }
        let attempt = attempts[index]
        let start = Date()
        let wrongs = Self.wrongs(of: attempt)
        report.withLock { report in
          report.tried += attempt.weight
          report.times.append((attempt.name, Date().timeIntervalSince(start)))
          let failure =
            wrongs.isEmpty
            ? nil : PartReport.Failure(attempt: attempt.name, wrongs: wrongs, again: again(attempt))
          if let failure { report.failures.append(failure) }
          progress(report.times.count, attempts.count, failure)
        }
      }
    }
    return report.withLock { report in
      report.seconds = Date().timeIntervalSince(start)
      report.failures.sort { $0.attempt < $1.attempt }
      return report
    }
  }

  /// Runs the same work on so many threads and waits for all: most attempts wait for something, so that there may be
  /// more of them than processors.
  private static func onThreads(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    let group = DispatchGroup()
    for _ in 0..<count {
      group.enter()
      Thread {
        work()
        group.leave()
      }.start()
    }
    group.wait()
  }

  private static func wrongs(of attempt: Attempt) -> [String] {
    do {
      return try attempt.run()
    } catch {
      return ["the attempt itself failed: \(error)"]
    }
  }

  private func again(_ attempt: Attempt) -> String {
    "make campaign SEED=\(seed) EXTENT=\(extent.rawValue) REPEAT='\(attempt.name)'"
  }
}
