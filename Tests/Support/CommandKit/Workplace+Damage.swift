import Foundation

extension Workplace {
  /// What a file was to hold and does not.
  struct NotThere: Error {
    let text: String
  }

  /// Changes one bit of a text wherever an archive's data file holds it.
  public func damage(_ text: String, in archive: String) throws {
    var data = try data("\(archive)/data.mdb")
    let places = data.ranges(of: Data(text.utf8))
    if places.isEmpty { throw NotThere(text: text) }
    for place in places { data[place.lowerBound] ^= 1 }
    try data.write(to: URL(fileURLWithPath: path("\(archive)/data.mdb")))
  }
}
