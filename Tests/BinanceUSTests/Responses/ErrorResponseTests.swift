import BinanceUS
import Testing

@Suite("The exchange's words for a failure")
struct ErrorResponseTests {
  private func read(_ status: UInt16, _ body: String) -> ErrorResponse {
    ErrorResponse(status: status, body: Array(body.utf8))
  }

  @Test(
    "are read in every shape that they come in",
    arguments: [
      (400, #"{"code":-1121,"msg":"Invalid symbol."}"#, -1121, "Invalid symbol."),
      (200, #"{"code":"-1121","msg":"Invalid symbol."}"#, -1121, "Invalid symbol."),
      (
        404, #"{"timestamp":1,"status":404,"error":"Not Found","message":"No message available"}"#, nil,
        "No message available"
      ),
      (200, #"{"code":"000000","message":"success","success":true}"#, nil, "success"),
      (500, #"{"error":"Not Found"}"#, nil, "Not Found"), (403, "<html>", nil, "HTTP 403"),
      (200, "[]", nil, ""),
      (502, "", nil, "HTTP 502"), (400, "{", nil, "HTTP 400"), (400, #"{"code":-1.5}"#, nil, ""),
      (400, #"{"code":99999999999999999999}"#, nil, ""), (400, #"{"code":5}"#, nil, ""),
      (400, #"{"msg":"two\nlines"}"#, nil, "two lines"),
    ] as [(UInt16, String, Int?, String)])
  func shapes(status: UInt16, body: String, code: Int?, message: String) {
    let error = read(status, body)
    #expect(error.code == code && error.message == message)
  }

  @Test("are shortened, and a large body is not one")
  func lengths() {
    let long = String(repeating: "x", count: 500)
    #expect(read(400, #"{"msg":"\#(long)"}"#).message.count == 200)
    #expect(read(400, #"{"code":-1000,"msg":"\#(String(repeating: "x", count: 20_000))"}"#).code == nil)
  }

  @Test(
    "state how long a ban lasts",
    arguments: [
      ("IP banned until 1660090423228.", Int64?.some(1_660_090_423_228)), ("banned until x", nil), ("", nil),
      ("banned until 99999999999999999999999", .max), ("IP banned until ١٢", nil),
    ])
  func ban(message: String, until: Int64?) {
    #expect(read(418, #"{"code":-1003,"msg":"\#(message)"}"#).bannedUntil == until)
  }

  @Test("of a blocked country are the content network's, with its status alone")
  func country() {
    let body = "<p>configured to block access from your country</p>"
    #expect(read(403, body).isCountryBlocked && !read(500, body).isCountryBlocked)
  }
}
