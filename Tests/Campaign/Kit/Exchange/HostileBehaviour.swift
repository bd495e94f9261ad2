import CZlib
import Foundation

/// A way to be hostile.
struct HostileBehaviour: Sendable {
  typealias Request = HostileExchange.Request
  typealias Reply = HostileExchange.Reply

  let name: String
  /// Whether a client that is patient as it should be takes more than a few seconds over it.
  let isSlow: Bool
  let reply: @Sendable (Request, _ honest: Reply) -> Reply

  init(_ name: String, isSlow: Bool = false, _ reply: @escaping @Sendable (Request, Reply) -> Reply) {
    self.name = name
    self.isSlow = isSlow
    self.reply = reply
  }

  /// Every behaviour; what is new joins here.
  static let all = framing + bodies + numbers + limits + pages + echoes

  private static let extremes = [
    "0", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
    "1e308", "99999999999999999999999999", "0x7fffffff", "", "NaN", "253402300800000",
  ]

  private static func head(_ status: String, _ lines: String...) -> [UInt8] {
    Array((["HTTP/1.1 \(status)"] + lines + ["", ""]).joined(separator: "\r\n").utf8)
  }

  private static let ok = Array("{\"serverTime\":1795000000000}".utf8)

  /// What is wrong with the bytes of HTTP.
  private static let framing: [HostileBehaviour] = [
    HostileBehaviour("length-too-long") { _, _ in .bytes(head("200 OK", "Content-Length: 9999") + ok) },
    HostileBehaviour("length-too-short") { _, _ in .bytes(head("200 OK", "Content-Length: 3") + ok) },
    HostileBehaviour("length-negative") { _, _ in .bytes(head("200 OK", "Content-Length: -5") + ok) },
    HostileBehaviour("length-huge") { _, _ in
      .bytes(head("200 OK", "Content-Length: 9223372036854775807") + ok)
    },
    HostileBehaviour("length-twice") { _, _ in
      .bytes(head("200 OK", "Content-Length: 3", "Content-Length: 28") + ok)
    },
    HostileBehaviour("length-and-chunks") { _, _ in
      .bytes(head("200 OK", "Content-Length: 3", "Transfer-Encoding: chunked") + Array("1c\r\n".utf8) + ok)
    },
    HostileBehaviour("chunk-huge") { _, _ in
      .bytes(head("200 OK", "Transfer-Encoding: chunked") + Array("ffffffffffffffff\r\nx".utf8))
    },
    HostileBehaviour("chunk-wrong") { _, _ in
      .bytes(head("200 OK", "Transfer-Encoding: chunked") + Array("zz\r\n".utf8))
    },
    HostileBehaviour("endless-body") { _, _ in
      .endless(
        head("200 OK", "Content-Type: application/json") + [0x5B], [UInt8](repeating: 0x20, count: 65536))
    },
    HostileBehaviour("endless-header") { _, _ in
      .endless(Array("HTTP/1.1 200 OK\r\nX-A: ".utf8), [UInt8](repeating: 0x61, count: 65536))
    },
    HostileBehaviour("endless-headers") { _, _ in
      .endless(Array("HTTP/1.1 200 OK\r\n".utf8), Array(String(repeating: "X-A: b\r\n", count: 4000).utf8))
    },
    HostileBehaviour("many-headers") { _, honest in
      with(honest, headers: (0..<2000).map { "X-\($0): \(String(repeating: "v", count: 20))" })
    },
    HostileBehaviour("endless-continue") { _, _ in .endless([], Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    },
    HostileBehaviour("not-http") { _, _ in .bytes(Array("SSH-2.0-OpenSSH\r\n".utf8)) },
    HostileBehaviour("http-0.9") { _, _ in .bytes(ok) },
    HostileBehaviour("status-0") { _, _ in .bytes(head("000 X", "Content-Length: 0")) },
    HostileBehaviour("status-999") { _, _ in .bytes(head("999 X", "Content-Length: 2") + Array("{}".utf8)) },
    HostileBehaviour("status-99999") { _, _ in .bytes(head("99999 X", "Content-Length: 2") + Array("{}".utf8))
    },
    HostileBehaviour("nul-in-header") { _, honest in
      with(honest, headers: ["X-A: a\u{0}b", "X-B: \u{1B}[2J"])
    },
    HostileBehaviour("no-reply") { _, _ in .bytes([]) },
    HostileBehaviour("reset") { _, _ in .reset([]) },
    HostileBehaviour("reset-amid") { _, _ in .reset(head("200 OK", "Content-Length: 100") + ok) },
    HostileBehaviour("half-closed") { _, _ in .bytes(Array("HTTP/1.1 200 OK\r\nContent-".utf8)) },
    HostileBehaviour("silence", isSlow: true) { _, _ in .silence([]) },
    HostileBehaviour("silence-amid", isSlow: true) { _, _ in
      .silence(head("200 OK", "Content-Length: 100") + ok)
    },
    HostileBehaviour("drip", isSlow: true) { _, _ in
      .drip(
        head("200 OK", "Content-Length: 100000") + [UInt8](repeating: 0x20, count: 100_000),
        microseconds: 200_000)
    },
    HostileBehaviour("gzip-bomb") { _, _ in
      .bytes(head("200 OK", "Content-Encoding: gzip", "Connection: close") + GzipBomb.bytes)
    },
    HostileBehaviour("gzip-wrong") { _, _ in
      .bytes(head("200 OK", "Content-Encoding: gzip", "Content-Length: 28") + ok)
    },
    HostileBehaviour("encoding-unknown") { _, _ in
      .bytes(head("200 OK", "Content-Encoding: br", "Content-Length: 28") + ok)
    },
    HostileBehaviour("redirect-away") { _, _ in .json("{}", status: 302, "Location: http://192.0.2.1/") },
    HostileBehaviour("redirect-self") { request, _ in
      .json("{}", status: 307, "Location: \(request.path)?\(request.query)")
    },
    HostileBehaviour("redirect-file") { _, _ in .json("{}", status: 301, "Location: file:///etc/passwd") },
    HostileBehaviour("cookie") { _, honest in with(honest, headers: ["Set-Cookie: a=b; Domain=.us"]) },
    HostileBehaviour("upgrade") { _, _ in .bytes(head("101 Switching Protocols", "Upgrade: websocket")) },
    HostileBehaviour("no-content") { _, _ in .bytes(head("204 No Content")) },
  ]

  /// What is wrong with a body.
  private static let bodies: [HostileBehaviour] =
    [
      ("empty", ""), ("html", "<html><body>maintenance</body></html>"), ("null", "null"), ("number", "7"),
      ("string", "\"x\""), ("list", "[]"), ("object", "{}"), ("list-of-null", "[null,null]"),
      ("list-of-lists", "[[],[[]]]"), ("bom", "\u{FEFF}{}"), ("nul", "{\"a\u{0}\":1}"),
      ("cut", "{\"symbols\":[{\"symbol\":\"BTC"), ("trailing", "{}{}"),
      ("two-keys", "{\"serverTime\":1,\"serverTime\":2}"),
      ("escape", "{\"msg\":\"\u{1B}]0;x\u{7}\\u001b[31m\\u202e\"}"), ("surrogate", "{\"a\":\"\\ud800\"}"),
      ("error-200", "{\"code\":-1003,\"msg\":\"Too much request weight used\"}"),
      ("code-text", "{\"code\":\"x\",\"msg\":7}"),
      ("code-huge", "{\"code\":99999999999999999999,\"msg\":null}"),
      ("deep", String(repeating: "[", count: 100_000)),
      ("deep-closed", String(repeating: "[", count: 3000) + String(repeating: "]", count: 3000)),
      ("wide", "[" + String(repeating: "1,", count: 500_000) + "1]"),
      ("long-string", "{\"msg\":\"" + String(repeating: "A", count: 4_000_000) + "\"}"),
      ("long-number", "{\"serverTime\":" + String(repeating: "9", count: 100_000) + "}"),
      (
        "names",
        "{\"symbols\":[{\"symbol\":\"A&signature=1\"},{\"symbol\":\"A#x\"},{\"symbol\":\"../..\"},{\"symbol\":\"\"}]}"
      ),
      (
        "balances",
        "{\"balances\":[{\"asset\":\"A\\r\\nX: y\",\"free\":\"1\",\"locked\":\"0\"},{\"asset\":\"\u{202E}B\",\"free\":\"1e9\",\"locked\":\"x\"}]}"
      ),
    ].map { name, text in HostileBehaviour("body-\(name)") { _, _ in .json(text) } }
    + [
      HostileBehaviour("body-utf8") { _, _ in
        .response(status: 200, headers: [], body: [0x7B, 0x22, 0xFF, 0xC0, 0x22])
      },
      HostileBehaviour("body-twice") { _, honest in changed(honest) { $0 + $0 } },
      HostileBehaviour("body-half") { _, honest in changed(honest) { Array($0.prefix($0.count / 2)) } },
      HostileBehaviour("body-random") { request, _ in
        var dice = Dice(seed: 1, for: request.path)
        return .response(status: 200, headers: [], body: (0..<5000).map { _ in UInt8(dice.below(256)) })
      },
      HostileBehaviour("html-503") { _, _ in
        .response(
          status: 503, headers: ["Content-Type: text/html"], body: Array("<html>\u{1B}[2J</html>".utf8))
      },
    ]

  /// Numbers at the ends of what types hold, wherever the exchange sends one.
  private static let numbers: [HostileBehaviour] = extremes.flatMap { number in
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
      HostileBehaviour("used-weight:\(number)") { _, honest in
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
  private static let limits: [HostileBehaviour] =
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
  private static let pages: [HostileBehaviour] = [
    HostileBehaviour("pages-never-end") { request, honest in
      guard let trades = tradePage(request) else { return honest }
      return .json(trades)
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

  /// A full page that begins where the last one ended.
  private static func tradePage(_ request: Request) -> String? {
    guard request.path == "/api/v3/myTrades" else { return nil }
    let from = request.query.firstMatch(of: /fromId=([0-9]+)/).flatMap { Int($0.1) } ?? 1
    let trades = (0..<1000).map { number in
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

  private static let echoes: [HostileBehaviour] = encodings.flatMap { name, encode in
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

  private static func with(_ reply: Reply, headers more: [String]) -> Reply {
    guard case .response(let status, let headers, let body) = reply else { return reply }
    let names = Set(more.map { $0.split(separator: ":")[0].lowercased() })
    let kept = headers.filter { !names.contains($0.split(separator: ":")[0].lowercased()) }
    return .response(status: status, headers: kept + more, body: body)
  }

  private static func changed(_ reply: Reply, _ change: ([UInt8]) -> [UInt8]) -> Reply {
    guard case .response(let status, let headers, let body) = reply else { return reply }
    return .response(status: status, headers: headers, body: change(body))
  }
}

/// Sixty megabytes of spaces in sixty kilobytes.
private enum GzipBomb {
  static let bytes: [UInt8] = {
    let plain = [UInt8](repeating: 0x20, count: 60 << 20)
    var packed = [UInt8](repeating: 0, count: 1 << 20)
    var stream = z_stream()
    // Window bits of 15 and 16 more: a gzip header.
    deflateInit2_(
      &stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    let count = plain.withUnsafeBufferPointer { plain in
      packed.withUnsafeMutableBufferPointer { packed in
        stream.next_in = UnsafeMutablePointer(mutating: plain.baseAddress)
        stream.avail_in = UInt32(plain.count)
        stream.next_out = packed.baseAddress
        stream.avail_out = UInt32(packed.count)
        deflate(&stream, Z_FINISH)
        return packed.count - Int(stream.avail_out)
      }
    }
    deflateEnd(&stream)
    return Array(packed.prefix(count))
  }()
}
