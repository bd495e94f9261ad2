import Foundation

/// What is hostile in a response that is whole: its numbers, the pauses it demands, its pages, and what it quotes.
extension HostileBehaviour {
  private static let extremes = [
    "0", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
    "1e308", "99999999999999999999999999", "0x7fffffff", "", "NaN", "253402300800000",
  ]

  /// Numbers at the ends of what types hold, wherever the exchange sends one.
  static let numbers: [HostileBehaviour] = extremes.flatMap { number in
    [
      HostileBehaviour("server-time:\(number)") { _, _ in
        .json("{\"serverTime\":\(number.isEmpty ? "null" : number)}")
      },
      HostileBehaviour("every-number:\(number)") { _, honest in
        changed(honest) { body in
          Array(
            String(decoding: body, as: UTF8.self).replacing(/\b[0-9]{4,}\b/) { _ in
              number.isEmpty ? "null" : number
            }.utf8)
        }
      },
      HostileBehaviour("used-weight:\(number)", isSlow: true) { _, honest in
        with(honest, headers: ["X-MBX-USED-WEIGHT: \(number)", "X-MBX-USED-WEIGHT-1M: \(number)"])
      },
      HostileBehaviour("limits:\(number)") { _, honest in
        changed(honest) { body in
          let text = String(decoding: body, as: UTF8.self)
          return Array(
            text.replacing(/"(limit|intervalNum)":[0-9]+/) {
              "\"\($0.1)\":\(number.isEmpty ? "null" : number)"
            }.utf8)
        }
      },
    ]
  }

  /// Pauses that are demanded.
  static let limits: [HostileBehaviour] =
    extremes.flatMap { number in
      [429, 418, 503].map { status in
        HostileBehaviour(
          "retry-after:\(status):\(number)",
          isSlow: status == 503 || ["", "NaN", "0x7fffffff", "1e308"].contains(number)
        ) { _, _ in
          .json(
            "{\"code\":-1003,\"msg\":\"Way too many requests\"}", status: status, "Retry-After: \(number)")
        }
      } + [
        HostileBehaviour("banned-until:\(number)") { _, _ in
          .json("{\"code\":-1003,\"msg\":\"IP banned until \(number).\"}", status: 418)
        }
      ]
    } + [
      HostileBehaviour("retry-after:date") { _, _ in
        .json("{}", status: 429, "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT")
      },
      HostileBehaviour("retry-after:years") { _, _ in .json("{}", status: 429, "Retry-After: 315360000") },
      HostileBehaviour("clock", isSlow: true) { _, _ in
        .json(
          "{\"code\":-1021,\"msg\":\"Timestamp for this request is outside of the recvWindow.\"}", status: 400
        )
      },
      HostileBehaviour("refused") { _, _ in
        .json("{\"code\":-2015,\"msg\":\"Invalid API-key, IP, or permissions for action.\"}", status: 401)
      },
    ]

  /// Sources that never come to an end.
  static let pages: [HostileBehaviour] = [
    HostileBehaviour("pages-never-end", isSlow: true) { request, honest in
      tradePage(request, trades: 1000).map { .json($0) } ?? honest
    },
    HostileBehaviour("pages-thin") { request, honest in
      tradePage(request, trades: 2).map { .json($0) } ?? honest
    },
    HostileBehaviour("pages-repeat") { request, honest in
      guard request.path == "/api/v3/myTrades" || request.path == "/api/v3/allOrders" else { return honest }
      let id = request.path.hasSuffix("myTrades") ? "id" : "orderId"
      return .json(
        "["
          + (0..<1000).map { "{\"\(id)\":\($0),\"symbol\":\"BTCUSD\",\"time\":1795000000000}" }.joined(
            separator: ",") + "]")
    },
    HostileBehaviour("totals-huge") { _, honest in
      changed(honest) { body in
        Array(
          String(decoding: body, as: UTF8.self).replacing(/"total":"?[0-9]+"?/) { _ in
            "\"total\":9223372036854775807"
          }.utf8)
      }
    },
  ]

  /// A page that begins where the last one ended.
  private static func tradePage(_ request: Request, trades count: Int) -> String? {
    guard request.path == "/api/v3/myTrades" else { return nil }
    let from = request.query.firstMatch(of: /fromId=([0-9]+)/).flatMap { Int($0.1) } ?? 1
    let trades = (0..<count).map { number in
      """
      {"symbol":"BTCUSD","id":\(from &+ number),"orderId":1,"price":"1","qty":"1","quoteQty":"1","commission":"0",\
      "commissionAsset":"USD","time":1795000000000,"isBuyer":true,"isMaker":false,"isBestMatch":true}
      """
    }
    return "[\(trades.joined(separator: ","))]"
  }

  /// Pages that quote what was sent, as it is or encoded.
  private static let encodings: [(String, @Sendable (String) -> String)] = [
    ("plain", { $0 }), ("lower", { $0.lowercased() }), ("upper", { $0.uppercased() }),
    ("base64", { Data($0.utf8).base64EncodedString() }),
    ("percent", { $0.utf8.map { "%" + String(format: "%02X", $0) }.joined() }),
    ("hex", { $0.utf8.map { String(format: "%02x", $0) }.joined() }),
    ("escaped", { $0.utf8.map { "\\u" + String(format: "%04x", $0) }.joined() }),
    ("cut", { String($0.prefix(60)) }),
  ]

  static let echoes: [HostileBehaviour] = encodings.flatMap { name, encode in
    [
      HostileBehaviour("echo-\(name)") { request, _ in
        .json("{\"code\":-1,\"msg\":\"\(encode(request.key)) \(encode(request.signature))\"}", status: 400)
      },
      HostileBehaviour("echo-\(name)-200") { request, _ in
        .json("[{\"id\":1,\"x\":\"\(encode(request.key))\",\"y\":\"\(encode(request.signature))\"}]")
      },
      HostileBehaviour("echo-\(name)-header") { request, honest in
        with(honest, headers: ["X-Echo: \(encode(request.key)) \(encode(request.signature))"])
      },
    ]
  }
}
