import BinanceUS
import Testing

@Suite("What a response means for the client")
struct VerdictTests {
  private func verdict(_ status: UInt16, _ body: String) -> Verdict {
    Verdict.of(status: status, body: Array(body.utf8))
  }

  @Test(
    "an error's code decides, whatever its message says",
    arguments: [
      (-1000, Verdict.transient(.exchange)), (-1001, .transient(.exchange)), (-1006, .transient(.exchange)),
      (-1007, .transient(.exchange)), (-1008, .transient(.exchange)), (-1002, .refused(.permission)),
      (-1003, .slowDown), (-1015, .slowDown), (-1016, .refused(.exchange)), (-1020, .refused(.exchange)),
      (-1021, .clockOff), (-1022, .refused(.authentication)), (-2008, .refused(.authentication)),
      (-2014, .refused(.authentication)), (-2015, .refused(.authentication)), (-1121, .symbolUnknown),
      (-2013, .orderGone), (-2026, .orderGone), (-1100, .refused(.data)), (-1127, .refused(.data)),
      (-1128, .refused(.data)), (-1130, .refused(.data)), (-1199, .refused(.data)), (-9999, .refused(.data)),
    ])
  func codes(code: Int, expected: Verdict) {
    #expect(verdict(400, #"{"code":\#(code),"msg":"whatever"}"#) == expected)
    #expect(verdict(400, #" {"msg":"","code":"\#(code)"}"#) == expected, "a code may be a string")
    #expect(
      verdict(200, #"{"code":\#(code)}"#) == (code == -9999 ? .success : expected), "and come with status 200"
    )
  }

  @Test(
    "without a code the status decides",
    arguments: [
      (200, "[]", Verdict.success), (204, "", .success),
      (200, #"{"code":"000000","success":true}"#, .success),
      (429, "", .slowDown), (418, "", .banned), (418, #"{"code":-1003,"msg":""}"#, .banned),
      (451, "", .countryBlocked), (401, "", .refused(.authentication)),
      (403, "<html>", .transient(.exchange)),
      (403, "<html>configured to block access from your country</html>", .countryBlocked),
      (404, #"{"status":404,"error":"Not Found"}"#, .refused(.data)), (405, "", .refused(.data)),
      (410, "", .refused(.data)), (500, "", .transient(.exchange)), (502, "<html>", .transient(.exchange)),
      (599, #"{"code":-9999}"#, .transient(.exchange)), (302, "", .refused(.data)),
      (400, "", .refused(.data)),
    ] as [(UInt16, String, Verdict)])
  func statuses(status: UInt16, body: String, expected: Verdict) {
    #expect(verdict(status, body) == expected)
  }

  @Test("a failure has a category; other verdicts have none")
  func categories() {
    #expect(Verdict.transient(.exchange).category == .exchange && Verdict.refused(.data).category == .data)
    #expect(Verdict.slowDown.category == .rateLimit && Verdict.banned.category == .rateLimit)
    #expect(Verdict.clockOff.category == .clock && Verdict.countryBlocked.category == .permission)
    for verdict in [Verdict.success, .symbolUnknown, .orderGone] { #expect(verdict.category == nil) }
  }
}
