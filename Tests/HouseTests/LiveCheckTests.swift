import CommandKit
import Foundation
import Testing

/// `scripts/live.py`, which the owner runs against the live exchange, here against simulated ones.
@Suite("make live")
struct LiveCheckTests {
  /// Compares an exchange, started with these options, with the simulated one as it is.
  private func compare(_ options: String) throws -> Outcome {
    try Workplace().shell(
      """
      start() { simulated-exchange --port 0 --clock stand "$@" > url 2> /dev/null & until [ -s url ]; do sleep 0.05; done; }
      start \(options); mv url other
      trap 'kill $(jobs -p)' EXIT
      sh '\(Repository.root)/scripts/live.sh' "$(command -v simulated-exchange)" --base-url "$(cat other)"
      """)
  }

  @Test("an exchange that behaves as the simulated one does differs in nothing")
  func same() throws {
    let outcome = try compare("")
    #expect(outcome.code == 0, "\(outcome)")
    #expect(outcome.text.contains("12 requests, no key, nothing differs."))
  }

  @Test("an exchange of another age: fields, limits and weights are named")
  func otherAge() throws {
    let outcome = try compare("--era may2025")
    #expect(outcome.code == 4, "\(outcome)")
    for sentence in [
      "- `symbols[].permissions[]` is new: text", "- `symbols[].permissionSets` is missing",
      "- limit REQUEST_WEIGHT in 1 MINUTE: 1200, simulated 6000", "- it weighed 10, by the document 20",
    ] {
      #expect(outcome.text.contains(sentence), "\(sentence)")
    }
  }

  @Test("an exchange that fails: the status and the body are named")
  func failing() throws {
    let outcome = try compare("--fault busy:1")
    #expect(outcome.code == 4, "\(outcome)")
    #expect(outcome.text.contains(", simulated 200"))
  }

  @Test("an exchange that cannot be reached is said in a sentence")
  func unreachable() throws {
    let outcome = try Workplace().shell(
      "python3 '\(Repository.root)/scripts/live.py' --reference http://127.0.0.1:1 --base-url http://127.0.0.1:1"
    )
    #expect(outcome.code == 1)
    #expect(outcome.errors.hasPrefix("live: http://127.0.0.1:1/api/v3/time: "))
    #expect(!outcome.errors.contains("Traceback"))
  }
}
