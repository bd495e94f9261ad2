public import EventModel
import Files
import Platform

/// A small file as bytes.
public enum WholeFile {
  /// The largest file that is read; no response of the exchange comes near this size.
  public static let largestBytes = 1 << 30

  /// All bytes of a file of at most `largestBytes`.
  ///
  /// - Parameter name: what errors call it, where that is not its path.
  public static func read(_ path: String, named name: String? = nil) throws(InterchangeError) -> [UInt8] {
    let bytes = try InterchangeError.reading { () throws(FilesError) in
      try InputFile.bytes(of: path, named: name, atMost: largestBytes)
    }
    guard let bytes else {
      throw .file(path: name ?? path, operation: "import", reason: "it is larger than 1 GiB")
    }
    return bytes
  }

  /// When a file was last written; nil where there is none, or it is not a regular file.
  public static func modifiedAt(_ path: String) -> Timestamp? {
    guard let status = FileStatus.find(path), status.kind == .regular else { return nil }
    let (whole, overflow) = status.modified.seconds.multipliedReportingOverflow(by: 1_000_000)
    let (time, carry) = whole.addingReportingOverflow(status.modified.nanoseconds / 1000)
    return overflow || carry ? nil : Timestamp(microseconds: time)
  }
}
