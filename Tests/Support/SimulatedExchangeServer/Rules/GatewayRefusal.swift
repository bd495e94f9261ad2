/// Why the gateway did not pass a request on, as `{"code":…,"msg":…}` says it.
struct GatewayRefusal: Error, Equatable {
  let status: Int
  let code: Int
  let message: String

  init(_ status: Int, _ code: Int, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  static let unauthorized = GatewayRefusal(401, -1002, "You are not authorized to execute this request.")
  static let badKeyFormat = GatewayRefusal(401, -2014, "API-key format invalid.")
  static let rejectedKey = GatewayRefusal(
    401, -2015, "Invalid API-key, IP, or permissions for action.")
  static let badSignature = GatewayRefusal(400, -1022, "Signature for this request is not valid.")
  static let outsideWindow = GatewayRefusal(
    400, -1021, "Timestamp for this request is outside of the recvWindow.")
  static let ahead = GatewayRefusal(
    400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.")
  static let windowTooLarge = GatewayRefusal(400, -1131, "recvWindow must be less than 60000")

  static func missing(_ name: String) -> GatewayRefusal {
    GatewayRefusal(400, -1102, "Mandatory parameter '\(name)' was not sent, was empty/null, or malformed.")
  }

  static func illegal(_ name: String) -> GatewayRefusal {
    GatewayRefusal(
      400, -1100, "Illegal characters found in parameter '\(name)'; legal range is '^[0-9]{1,20}$'.")
  }

  static func tooMuchWeight(limit: Int, window: Duration) -> GatewayRefusal {
    let interval = WeightInterval(window)
    return GatewayRefusal(
      429, -1003,
      "Too much request weight used; current limit is \(limit) request weight per "
        + "\(interval.count) \(interval.unit)"
        + ". Please use WebSocket Streams for live updates to avoid polling the API.")
  }

  static func banned(untilMilliseconds: Int64) -> GatewayRefusal {
    GatewayRefusal(
      418, -1003,
      "Way too much request weight used; IP banned until \(untilMilliseconds). "
        + "Please use WebSocket Streams for live updates to avoid bans.")
  }

  var body: [UInt8] {
    Array("{\"code\":\(code),\"msg\":\"\(message)\"}".utf8)
  }
}
