import Audit
import Testing

@Suite("Errors of the audit room")
struct AuditErrorTests {
  @Test("an error about a file names it first")
  func file() {
    #expect(
      "\(AuditError.file(path: "tables.sqlite", reason: "is no database"))" == "tables.sqlite is no database")
  }
}
