import CommandKit
import Foundation

/// Every parser is fed what libFuzzer finds, led by what it covers. `make campaign` builds the program for it; where it
/// was not built, there is nothing to run, and the short form feeds the corpus alone.
public struct FuzzPart: Part {
  public let name = "fuzz"

  public init() {}

  private static let program = "\(Repository.root)/.build/fuzz/release/fuzz"
  private static let corpus = "\(Repository.root)/Tests/Campaign/Fuzz/Corpus"

  public func attempts(_ extent: Extent, seed: UInt64) throws -> [Attempt] {
    guard extent == .long, FileManager.default.isExecutableFile(atPath: Self.program) else { return [] }
    let targets = try Child(Self.program, [], in: Repository.root, environment: [:]).wait().lines
    return (0..<10).flatMap { round in
      targets.map { target in
        let runs = ["har", "warc"].contains(target) ? 10_000 : 70_000
        let attempt = "\(name)/\(target)/round:\(round)"
        return Attempt(attempt, weight: runs) { try feed(target, runs, seed, round) }
      }
    }
  }

  private func feed(_ target: String, _ runs: Int, _ seed: UInt64, _ round: Int) throws -> [String] {
    let place = try Workplace()
    _ = try place.shell("mkdir found; touch found/.; ls '\(Self.corpus)/\(target)' > /dev/null 2>&1")
    var dice = Dice(seed: seed, for: "\(target)/\(round)")
    let outcome = try Child(
      Self.program,
      [
        target, "-runs=\(runs)", "-seed=\(dice.below(1 << 30) + 1)", "-max_len=4096", "-timeout=20",
        "-rss_limit_mb=2048",
        "-verbosity=0", "-artifact_prefix=\(place.path)/", place.path("found"), "\(Self.corpus)/\(target)",
      ], in: place.path, environment: ["SWIFT_BACKTRACE": "enable=no"]
    ).wait(seconds: 900)
    if outcome.code == 0 { return [] }
    // The input that did it, for the corpus.
    let inputs = try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0.contains("-") }
    let bytes = try inputs.map { "\($0) \(try place.data($0).base64EncodedString())" }
    return ["\(bytes.joined(separator: "; ")) \(outcome.errors.suffix(800))"]
  }
}
