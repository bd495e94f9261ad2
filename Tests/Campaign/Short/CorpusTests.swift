import CampaignKit
import CommandKit
import Foundation
import Testing

@Suite("What fuzzing found")
struct CorpusTests {
  @Test(
    "every input of the corpus, and what is drawn around it, is read or refused",
    arguments: FuzzTarget.allCases)
  func corpus(target: FuzzTarget) async throws {
    let name = target.rawValue
    await #expect(processExitsWith: .success) { [name = name as String] in
      guard let target = FuzzTarget(rawValue: name) else { exit(2) }
      let folder = "\(Repository.root)/Tests/Campaign/Fuzz/Corpus/\(name)"
      let inputs = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { file in
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)")))
      }
      if inputs.isEmpty { exit(3) }
      var mutator = Mutator(seed: 1, others: inputs)
      for input in inputs {
        input.withUnsafeBytes { target.feed($0) }
        for _ in 0..<10 { mutator.mutated(input).withUnsafeBytes { target.feed($0) } }
      }
    }
  }
}
