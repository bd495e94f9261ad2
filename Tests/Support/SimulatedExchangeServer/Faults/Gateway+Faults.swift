import Foundation
import SimulatedExchange
import Synchronization

/// Responses as they should not be.
extension Gateway {
  /// What a fault makes of a request.
  func reply(to admission: Admission, struckBy strike: FaultDraw.Strike) -> Reply {
    instead(of: admission, strike.kind) ?? spoiled(correctResponse(to: admission), admission, strike)
  }

  /// Faults that come instead of a response.
  private func instead(of admission: Admission, _ kind: FaultKind) -> Reply? {
    switch kind {
    case .cloudFrontBlocked: .page(403, ErrorPage.blocked)
    case .cloudFrontBadRequest: .page(403, ErrorPage.badRequest)
    case .countryBlocked: .page(403, ErrorPage.country)
    case .legalBlock: .json(451, Array(ErrorPage.legalBlock.utf8), number: admission.number)
    case .badGateway: .page(502, ErrorPage.badGateway, server: "nginx")
    case .gatewayTimeout: .page(504, ErrorPage.gatewayTimeout)
    case .echo: .page(403, echo(admission), server: "policy")
    case .echoInHeaders: echoInHeaders(admission)
    case .echoOfEarlier: echoOfEarlier()
    case .redirect(let status, let to):
      Reply(status: status, headers: [("Location", to + admission.request.target)], body: [])
    case .notFound:
      .json(
        404,
        Array(
          (#"{"timestamp":\#(admission.now.day.milliseconds),"status":404,"error":"Not Found","#
            + #""message":"No message available","path":"\#(admission.path)"}"#).utf8),
        number: admission.number)
    case .stalledHead: .none(.silent)
    case .connectionReset: .none(.reset)
    case .connectionClosed, .closedOnAccept: .none(.close)
    case .tooManyRequests(let seconds): tooMany(429, seconds: seconds, admission)
    case .banned(let seconds): tooMany(418, seconds: seconds, admission)
    case .says(let status, let headers, let body):
      .json(status, Array(body.utf8), number: admission.number).adding(headers)
    case .endless(let prefix, let suffix):
      .json(200, Array("\(prefix)\(admission.number)\(suffix)".utf8), number: admission.number)
    case .growing(let rows): growing(rows, admission)
    case .emptyBody: .json(200, [], number: admission.number)
    case .textCode:
      .json(200, Array(#"{"code":"-1121","msg":"Invalid symbol."}"#.utf8), number: admission.number)
    case .hugeBody(let mebibytes): .json(200, huge(mebibytes), number: admission.number)
    case .wrongCharset: wrongCharset(admission)
    default: coded(kind).map { .refusal($0, number: admission.number) }
    }
  }

  private func coded(_ kind: FaultKind) -> GatewayRefusal? {
    switch kind {
    case .unknownError:
      GatewayRefusal(500, -1000, "An unknown error occurred while processing the request.")
    case .disconnected:
      GatewayRefusal(500, -1001, "Internal error; unable to process your request. Please try again.")
    case .unexpectedResponse:
      GatewayRefusal(
        500, -1006,
        "An unexpected response was received from the message bus. Execution status unknown.")
    case .backendTimeout:
      GatewayRefusal(
        408, -1007,
        "Timeout waiting for response from backend server. Send status unknown; "
          + "execution status unknown.")
    case .busy:
      GatewayRefusal(
        503, -1008, "Server is currently overloaded with other requests. Please try again in a few minutes.")
    case .invalidSymbol: GatewayRefusal(400, -1121, "Invalid symbol.")
    case .outsideWindow: .outsideWindow
    case .ahead: .ahead
    default: nil
    }
  }

  /// Faults that need the right response to spoil it.
  private func spoiled(_ right: Reply, _ admission: Admission, _ strike: FaultDraw.Strike) -> Reply {
    var reply = right
    switch strike.kind {
    case .malformedJSON where reply.status == 200:
      reply.body = Array(reply.body.prefix(max(1, reply.body.count * 2 / 3)))
    case .brokenGzip: reply.headers.append(("Content-Encoding", "gzip"))
    case .truncatedBody: reply.manner = .cut
    case .truncatedChunks: reply.manner = .cutChunks
    case .stalledBody: reply.manner = .stall
    case .adds(let headers): reply = reply.adding(headers)
    case .slow(let milliseconds): reply.delay = .milliseconds(milliseconds)
    case .shortPage where reply.status == 200:
      if let page = RowPage(reply.body), page.rows.count > 1 {
        reply.body = page.body(ofFirst: 1 + Int(strike.chance) % (page.rows.count - 1))
      }
    case .strangeRows where reply.status == 200:
      if let page = RowPage(reply.body) { reply.body = page.body(with: [#"{"price":"1.0"}"#, "7"]) }
    case .emptyPage where reply.status == 200: reply.body = Array("[]".utf8)
    case .missingBeginning where reply.status == 200:
      reply.body = withoutBeginning(reply.body, admission)
    default: break
    }
    return reply
  }

  /// A page that begins where a history does, beginning a week later instead, as full as ever.
  private func withoutBeginning(_ body: [UInt8], _ admission: Admission) -> [UInt8] {
    guard let cursor = admission.rule?.pageCursor, let symbol = admission.query.value("symbol"),
      let page = RowPage(body), !page.rows.isEmpty
    else { return body }
    let id = cursor == "fromId" ? "id" : cursor
    let key = admission.request.header("x-mbx-apikey").flatMap { admission.keys[$0] }
    let account = key?.world ?? world
    func from(_ first: Int64, limit: Int) -> RowPage? {
      let query = [("symbol", symbol), (cursor, "\(first)"), ("limit", "\(limit)")]
      return RowPage(response(of: account, admission.path, query, admission).body)
    }
    guard let oldest = from(0, limit: 1), !oldest.rows.isEmpty,
      let start = oldest.number("time", row: 0), oldest.number(id, row: 0) == page.number(id, row: 0)
    else { return body }
    let kept = page.rows.indices.first {
      (page.number("time", row: $0) ?? 0) >= start + 7 * SimulatedTime.day
    }
    guard let kept, let first = page.number(id, row: kept) else { return Array("[]".utf8) }
    let limit = admission.query.value("limit").flatMap { Int($0) } ?? 500
    return from(first, limit: limit)?.body(ofFirst: limit) ?? body
  }

  private func tooMany(_ status: Int, seconds: Int?, _ admission: Admission) -> Reply {
    let until = admission.now.day.adding(milliseconds: Int64(seconds ?? 0) * 1000).milliseconds
    let refusal =
      status == 418
      ? GatewayRefusal.banned(untilMilliseconds: until)
      : .tooMuchWeight(limit: admission.limit, window: admission.rules.weightWindow)
    var reply = Reply.refusal(refusal, number: admission.number)
    if let seconds { reply.headers.append(("Retry-After", "\(seconds)")) }
    reply.pause = .seconds(seconds ?? 0)
    return reply
  }

  private func echo(_ admission: Admission) -> String {
    let host = admission.request.header("host") ?? "127.0.0.1"
    return ErrorPage.echo(
      target: "http://\(host)\(admission.request.target)", headers: admission.request.headers)
  }

  private func echoInHeaders(_ admission: Admission) -> Reply {
    let target = admission.request.target
    var reply = Reply.json(
      400, Array(#"{"code":-1100,"msg":"Illegal characters found in \#(target)"}"#.utf8),
      number: admission.number)
    reply.headers.append(("X-Request-Target", target))
    reply.headers.append(("X-Request-Key", admission.request.header("x-mbx-apikey") ?? ""))
    return reply
  }

  private func echoOfEarlier() -> Reply {
    let earlier = state.withLock { $0.signed }
    let quotes = earlier.map { request in
      let text = "\(request.key) \(request.target)"
      let percent = text.utf8.map { "%\(String(Int($0) + 0x100, radix: 16).dropFirst())" }.joined()
      let escaped = text.utf8.map { "\\u00\(String(Int($0) + 0x100, radix: 16).dropFirst())" }.joined()
      return [text, text.uppercased(), percent, escaped, Data(text.utf8).base64EncodedString()]
        .joined(separator: "\n")
    }
    let last = earlier.last?.target.dropLast(7) ?? ""
    let body = quotes.joined(separator: "\n") + "\n\(last)"
    var reply = Reply(status: 400, headers: [("Content-Type", "text/plain")], body: Array(body.utf8))
    reply.headers += earlier.suffix(3).map { ("X-Earlier", "\($0.target) \($0.key.lowercased())") }
    return reply
  }

  private func growing(_ rows: Int, _ admission: Admission) -> Reply {
    let symbol = admission.query.value("symbol") ?? ""
    let first =
      (admission.query.value("fromId") ?? admission.query.value("orderId")).flatMap { Int64($0) } ?? 0
    let bodies = (0..<Int64(rows)).map { row in
      #"{"symbol":"\#(symbol)","id":\#(first + row),"orderId":\#(first + row),"price":"1","qty":"1","executedQty":"1","#
        + #""status":"FILLED","time":1700000000000,"updateTime":1700000000000,"isBuyer":true}"#
    }
    return .json(200, Array("[\(bodies.joined(separator: ","))]".utf8), number: admission.number)
  }

  private func wrongCharset(_ admission: Admission) -> Reply {
    var reply = Reply.json(
      200, Array(#"[{"symbol":"BTCUSD","note":"caf"#.utf8) + [0xE9, 0xFF] + Array(#""}]"#.utf8),
      number: admission.number)
    reply.headers[0].value = "application/json;charset=ISO-8859-1"
    return reply
  }

  private func huge(_ mebibytes: Int) -> [UInt8] {
    let row = Array(#"{"symbol":"BTCUSD","id":1,"orderId":1,"price":"1.00000000"},"#.utf8)
    let count = (mebibytes << 20) / row.count + 1
    var body = [UInt8(ascii: "[")]
    body.reserveCapacity(count * row.count + 2)
    for _ in 0..<count { body += row }
    body[body.count - 1] = UInt8(ascii: "]")
    return body
  }
}
