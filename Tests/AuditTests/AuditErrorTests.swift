import Audit
import Testing

@Suite("Errors of the audit module")
struct AuditErrorTests {
  @Test("an error about a file names it first")
  func file() {
    #expect(
      "\(AuditError.file(path: "tables.sqlite", reason: "is not a database"))"
        == "tables.sqlite is not a database")
  }
}
