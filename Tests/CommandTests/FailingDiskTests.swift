import CommandKit
import Foundation
import Testing

@Suite("A disk that fails while an archive is written")
struct FailingDiskTests {
  @Test(
    "whichever write or sync fails, the command, verify and every reader say the same",
    .enabled(if: Tool.canTrace),
    arguments: [
      "pwrite64:error=EIO", "pwrite64:error=ENOSPC", "pwritev,writev:error=EIO", "fdatasync,msync:error=EIO",
    ],
    ["", "+"])
  func fails(fault: String, after: String) throws {
    let calls = fault.prefix { $0 != ":" }
    var step = 0
    while true {
      step += 1
      try #require(step < 100)
      let place = try Workplace(fixtures: 1)
      let outcome = try place.shell(
        """
        strace -f -o trace -e trace=\(calls) -e inject=\(fault):when=\(step)\(after) \
          bnus-replay import \(Repository.fixtures[1])
        """)
      if try place.shell("grep -c INJECTED trace").lines.first == "0" { break }
      let verified = try place.run("verify")
      #expect(verified.code == 0, "step \(step): \(outcome) \(verified)")
      let events = try place.run("events", "--json").lines.count
      #expect(verified.text.hasPrefix("\(events) events"), "step \(step)")
      #expect(events == Fixtures.events(1) || events == Fixtures.events(2), "step \(step): \(events)")
      if outcome.code == 0 {
        #expect(events == Fixtures.events(2), "step \(step)")
      } else {
        #expect(outcome.code == 1, "step \(step): \(outcome)")
        #expect(events == Fixtures.events(1), "step \(step): \(outcome)")
      }
      #expect(try place.run("import", "-q", Repository.fixtures[1]).code == 0, "step \(step)")
      #expect(try place.run("verify").text.hasPrefix("\(Fixtures.events(2)) events"), "step \(step)")
    }
    #expect(step > 1 || calls != "pwrite64")
  }
}
