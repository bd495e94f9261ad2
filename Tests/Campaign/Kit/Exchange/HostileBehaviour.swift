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

  static func with(_ reply: Reply, headers more: [String]) -> Reply {
    guard case .response(let status, let headers, let body) = reply else { return reply }
    let names = Set(more.map { $0.split(separator: ":")[0].lowercased() })
    let kept = headers.filter { !names.contains($0.split(separator: ":")[0].lowercased()) }
    return .response(status: status, headers: kept + more, body: body)
  }

  static func changed(_ reply: Reply, _ change: ([UInt8]) -> [UInt8]) -> Reply {
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
