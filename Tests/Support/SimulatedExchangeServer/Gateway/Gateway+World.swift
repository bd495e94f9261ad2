import SimulatedExchange

/// Responses as they should be.
extension Gateway {
  /// What the world says, to whoever may hear it.
  func correctResponse(to admission: Admission) -> Reply {
    var account = world
    if let permission = admission.rule?.permission {
      let gate = SignatureCheck(keys: admission.keys, time: admission.now.day)
      do {
        let key = try gate.check(
          key: admission.request.header("x-mbx-apikey"), query: admission.query,
          permission: permission)
        account = key.world ?? world
      } catch {
        return .refusal(error, number: admission.number)
      }
    }
    return response(of: account, admission.path, admission.query.pairs, admission)
  }

  /// One request to a world. The time of day is the clock's; all else is the world's moment.
  func response(
    of world: SimulatedWorld, _ path: String, _ query: [(String, String)], _ admission: Admission
  ) -> Reply {
    let time = path == "/api/v3/time" ? admission.now.day : admission.now.world
    let response = world.response(to: SimulatedRequest(path: path, query: query), at: time)
    if response.status == 403 { return .page(403, ErrorPage.blocked) }
    let headers = response.headers.map { (name: $0.name, value: $0.value) }
    guard path == "/api/v3/exchangeInfo", response.status == 200 else {
      return Reply(status: response.status, headers: headers, body: response.body)
    }
    return Reply(
      status: 200, headers: headers,
      body: Gateway.showing(limit: admission.limit, window: admission.rules.weightWindow, in: response.body))
  }

  /// exchangeInfo with the limit and the window of weight that are really in force.
  private static func showing(limit: Int, window: Duration, in body: [UInt8]) -> [UInt8] {
    let head = body.prefix(2048)
    let mark = Array(#""REQUEST_WEIGHT","interval":"#.utf8)
    guard let start = head.indices.first(where: { head[$0...].starts(with: mark) }),
      let end = head[start...].firstIndex(of: UInt8(ascii: "}"))
    else { return body }
    let interval = WeightInterval(window)
    let number = Array(#""intervalNum""#.utf8)
    let counts = head[start..<end].indices.contains { head[$0..<end].starts(with: number) }
    let count = counts ? #","intervalNum":\#(interval.count)"# : ""
    let limits = #""REQUEST_WEIGHT","interval":"\#(interval.unit)"\#(count),"limit":\#(limit)"#
    return Array(body[..<start]) + Array(limits.utf8) + Array(body[end...])
  }
}
