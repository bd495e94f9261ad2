import Files
import Interchange
import Platform
import SystemPackage

/// A file to import, known to be readable before an archive is made for it.
///
/// An import reads its file twice, once to see that all of it is sound. What can be read only
/// once (standard input, a pipe) is copied to a file without a name first.
final class ImportInput {
  /// What people call it.
  let name: String
  /// Where to read it, as often as wanted.
  let path: String
  private let spool: Int32?

  private init(name: String, path: String, spool: Int32?) {
    self.name = name
    self.path = path
    self.spool = spool
  }

  /// As a saved body, with its time where it has one.
  var rawFile: RawImport.File {
    RawImport.File(path: path, name: name, modifiedAt: spool == nil ? WholeFile.modifiedAt(path) : nil)
  }

  deinit {
    if let spool { OpenFile.close(spool) }
  }

  static func open(_ argument: String) throws -> ImportInput {
    let isStandardInput = argument == "-"
    let name = isStandardInput ? "standard input" : argument
    let file = try isStandardInput ? InputFile.standardInput(named: name) : InputFile.open(argument)
    switch try file.kind() {
    case .directory: throw failure(name, .isDirectory)
    case .regular where !isStandardInput: return ImportInput(name: name, path: argument, spool: nil)
    default: break
    }
    let spool = try spool(file)
    return ImportInput(name: name, path: "/dev/fd/\(spool)", spool: spool)
  }

  /// Copies everything to a private file that vanishes with the process.
  private static func spool(_ source: borrowing InputFile) throws -> Int32 {
    let directory = Environment.value(of: "TMPDIR") ?? "/tmp"
    let spool: CInt
    do throws(Errno) { spool = try OpenFile.nameless(in: directory) } catch {
      throw failure(directory, error, "write")
    }
    do {
      while true {
        var chunk: [UInt8] = []
        try waitForInput(source.descriptor)
        if try source.append(atMost: InputFile.chunkBytes, to: &chunk) == 0 { return spool }
        try FileOutput.writeAll(chunk, to: spool, name: directory)
      }
    } catch {
      OpenFile.close(spool)
      throw error
    }
  }

  /// Waits where Ctrl-C is heard: a read that blocks would go on after it.
  private static func waitForInput(_ source: Int32) throws {
    // What cannot be waited for is read as it is.
    do throws(Errno) {
      // The time limit is for a Ctrl-C that comes just before the call.
      while try !OpenFile.waitForInput(source, milliseconds: 200) { if Interruption.isRequested { break } }
    } catch {}
    try Interruption.check()
  }

  private static func failure(
    _ name: String, _ code: Errno, _ operation: String = "read"
  ) -> InterchangeError {
    .file(path: name, operation: operation, reason: "\(code)")
  }
}
