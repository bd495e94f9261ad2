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
    for failure in report.failures { Issue.record("\(failure)") }
  }
}
