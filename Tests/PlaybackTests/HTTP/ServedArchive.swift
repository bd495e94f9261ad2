import Foundation
import FoundationNetworking
import TestKit
import Testing

@testable import Playback

/// An archive that is served on a port of its own.
final class ServedArchive: Sendable {
  // Held for its directory; nothing is appended while it is served.
  nonisolated(unsafe) let archive: ArchiveBuilder
  let server: PlaybackServer

  init(_ archive: ArchiveBuilder, _ change: (inout PlaybackSettings) -> Void = { _ in }) async throws {
    self.archive = archive
    var settings = PlaybackSettings(through: try archive.last)
    change(&settings)
    server = try await PlaybackServer.start(archive.log, settings: settings)
  }

  var port: UInt16 { UInt16(server.url.split(separator: ":").last ?? "") ?? 0 }

  /// A session with connections of its own.
  static func session() -> URLSession {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = 1
    configuration.timeoutIntervalForRequest = 20
    return URLSession(configuration: configuration)
  }

  func send(
    _ target: String, method: String = "GET", body: String? = nil, headers: [String: String] = [:],
    over session: URLSession = session()
  ) async throws -> (status: Int, text: String, fields: HTTPURLResponse) {
    var request = URLRequest(url: try #require(URL(string: server.url + target)))
    request.httpMethod = method
    request.httpBody = body.map { Data($0.utf8) }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (data, response) = try await session.data(for: request)
    let fields = try #require(response as? HTTPURLResponse)
    return (fields.statusCode, String(decoding: data, as: UTF8.self), fields)
  }
}
