/// Why the exchange refused a request, in the shape in which it says so.
enum Refusal: Error, Equatable {
  /// `{"code":…,"msg":…}`, as the matching engine's gateway writes it.
  case coded(Int64, String, status: Int = 400)
  /// A path below /sapi that nobody serves: the web framework's own 404.
  case unknownService
  /// A path that the content network does not let through: a page of HTML.
  case blocked

  static let invalidSymbol = Refusal.coded(-1121, "Invalid symbol.")
  static let badCombination = Refusal.coded(-1128, "Combination of optional parameters invalid.")
  static let windowTooLong = Refusal.coded(-1127, "More than 24 hours between startTime and endTime.")
  static let tooLarge = Refusal.coded(-1130, "A parameter was larger than max value.")
  static let noSuchOrder = Refusal.coded(-2013, "Order does not exist.")
  static let orderArchived = Refusal.coded(
    -2026,
    "Order was canceled or expired with no executed qty over 90 days ago and has been archived.")

  static func missing(_ name: String) -> Refusal {
    .coded(-1102, "Mandatory parameter '\(name)' was not sent, was empty/null, or malformed.")
  }

  static func illegal(_ name: String, range: String) -> Refusal {
    .coded(-1100, "Illegal characters found in parameter '\(name)'; legal range is '\(range)'.")
  }

  static func invalid(_ name: String) -> Refusal {
    .coded(-1130, "Data sent for parameter '\(name)' is not valid.")
  }

  /// The response that carries the refusal.
  func response(path: String, at time: SimulatedTime) -> (status: Int, contentType: String, body: [UInt8]) {
    var json = JSONWriter(reserving: 256)
    switch self {
    case .coded(let code, let message, let status):
      json.object {
        $0.field("code", code)
        $0.field("msg", message)
      }
      return (status, SimulatedWorld.jsonType, json.bytes)
    case .unknownService:
      json.object {
        $0.field("timestamp", time)
        $0.field("status", 404)
        $0.field("error", "Not Found")
        $0.field("message", "No message available")
        $0.field("path", path)
      }
      return (404, "application/json", json.bytes)
    case .blocked:
      let page = """
        <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
        <HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD>
        <BODY><H1>403 ERROR</H1><H2>The request could not be satisfied.</H2>
        <HR noshade size="1px">Request blocked.
        </BODY></HTML>

        """
      return (403, "text/html", Array(page.utf8))
    }
  }
}
