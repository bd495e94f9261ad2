import Foundation

/// A response as curl received it.
struct CurlResponse: Sendable {
  /// curl's exit code: 0 fine, 18 cut short, 28 out of time, 52 no response, 56 reset.
  let exit: Int32
  /// `HTTP/1.1` or `HTTP/2`.
  let version: String
  /// 0 where there was none.
  let status: Int
  let headers: [(name: String, value: String)]
  let body: [UInt8]

  func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The code of an error body.
  var code: Int? {
    (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])?["code"] as? Int
  }

  /// The rows of a page; nil where the body is no array.
  var rows: [[String: Any]]? {
    try? JSONSerialization.jsonObject(with: Data(body)) as? [[String: Any]]
  }

  var ids: [Int64]? {
    rows?.map { ($0["id"] as? NSNumber)?.int64Value ?? -1 }
  }
}

/// A client that owes nothing to the code under test: Debian's curl as a child process.
enum Curl {
  static func get(_ url: String, headers: [String] = [], _ arguments: [String] = []) async throws
    -> CurlResponse
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "curl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (head, body) = (folder.appending(path: "head"), folder.appending(path: "body"))
    let exit = try await run(
      ["-sS", "-D", head.path, "-o", body.path, "--max-time", "20"] + headers.flatMap { ["-H", $0] }
        + arguments + [url], folder: folder)
    let lines = ((try? String(contentsOf: head, encoding: .isoLatin1)) ?? "")
      .components(separatedBy: "\r\n").filter { !$0.isEmpty }
    let fields = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
      let sides = line.split(separator: ":", maxSplits: 1)
      guard sides.count == 2 else { return nil }
      return (sides[0].lowercased(), sides[1].trimmingCharacters(in: .whitespaces))
    }
    let status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }
    return CurlResponse(
      exit: exit, version: String(lines.first?.prefix { $0 != " " } ?? ""), status: status ?? 0,
      headers: fields, body: (try? Array(Data(contentsOf: body))) ?? [])
  }

  /// Runs curl without blocking a thread that the server may need.
  static func run(_ arguments: [String], folder: URL) async throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/curl")
    process.arguments = ["-q", "--noproxy", "*"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ends, announce) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { announce.yield($0.terminationStatus) }
    try process.run()
    for await status in ends { return status }
    return -1
  }
}
