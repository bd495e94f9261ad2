import HTTPTypes
import NIOCore
import TestKit

@testable import Playback

extension Playback {
  /// A playback of all that an archive holds.
  static func of(
    _ archive: ArchiveBuilder, _ change: (inout PlaybackSettings) -> Void = { _ in }
  ) throws -> Playback {
    var settings = PlaybackSettings(through: try archive.last)
    change(&settings)
    return try Playback(archive.log, settings)
  }

  func get(_ target: String) async -> PlayedResponse {
    await response(to: ClientRequest(method: "GET", target: target))
  }
}

extension PlayedResponse {
  var text: String { String(buffer: body) }

  subscript(name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
}
