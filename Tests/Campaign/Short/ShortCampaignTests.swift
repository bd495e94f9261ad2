import CampaignKit
import Testing

/// The campaign's short form: the same attempts every time. `make campaign` is the long form.
@Suite("The short campaign", .serialized)
struct ShortCampaignTests {
  @Test(
    "nothing acknowledged is lost, and nothing wrong passes as right", arguments: Parts.inShort.map(\.name))
  func part(name: String) throws {
    let part = try #require(Parts.all.first { $0.name == name })
    let report = try Campaign(.short, seed: 1).run(part)
    print(report)
    #expect(report.tried > 0)
    for failure in report.failures {
      withKnownIssue(isIntermittent: true) {
        Issue.record("\(failure)")
      } when: {
        failure.wrongs.allSatisfy { wrong in Self.open.contains { wrong.contains($0) } }
      }
    }
  }

  /// What is wrong still, as words of what the campaign says of it. Empty is the aim.
  private static let open = [
    "left behind: copy.partial-", "key holds no key", "signing with the key",
    "the export is missing", "LMDB's two meta pages are of transactions", "File is not an LMDB file",
    "a meta page of data.mdb is missing",
  ]
}
