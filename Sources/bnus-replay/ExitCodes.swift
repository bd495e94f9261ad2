import ArgumentParser
import Audit
import EventLog
import Files
import Ingest
import Interchange
import Playback
import Replay
import Sinks

/// The exit codes of the contract, and which error has which.
enum ExitCodes {
  static let failed: Int32 = 1
  static let partly: Int32 = 3
  static let found: Int32 = 4
  static let noArchive: Int32 = 10
  static let beingWritten: Int32 = 11
  static let refused: Int32 = 12
  static let damaged: Int32 = 13
  static let usage: Int32 = 64
  static let interrupted: Int32 = 130

  /// How the paragraph of exit codes begins in every help.
  static let heading = "EXIT CODES:"

  private static let meanings: [(code: Int32, meaning: String)] = [
    (0, "done"), (failed, "failed"), (partly, "partly done; what was fetched is stored"),
    (found, "something was found"),
    (noArchive, "no archive here"),
    (beingWritten, "the archive is being written by another process"),
    (refused, "credentials refused"), (damaged, "the archive is damaged"),
    (usage, "wrong usage"),
    (interrupted, "interrupted; nothing acknowledged is lost"),
  ]

  /// The last lines of a command's help.
  static func help(_ codes: Int32...) -> String {
    let all = [0, failed] + codes + [usage]
    let said = meanings.filter { all.contains($0.code) }.map { "\($0.code) \($0.meaning)" }
    return heading + " " + said.joined(separator: " · ")
  }

  static var help: String {
    heading + " " + meanings.map { "\($0.code) \($0.meaning)" }.joined(separator: " · ")
  }

  /// The code for one of our errors; nil leaves it to the argument parser.
  static func code(of error: any Error) -> Int32? {
    switch error {
    case is CleanExit, is ValidationError, is ExitCode: nil
    case let error as Finding: error.code
    case is Interruption.Requested: interrupted
    case let error as EventLogError: logCode(of: error)
    case let error as FilesError: filesCode(of: error)
    case SinkError.source(let error): code(of: error)
    case AuditError.contradicted: damaged
    case AuditError.notFound: usage
    case is InterchangeError, is ReplayError, is SinkError, is CommandError, is IngestError,
      is TransportError, is AuditError, is PlaybackError:
      failed
    case let error as WrongUsage: error.code
    default: nil
    }
  }

  /// What an error says: a line, or several where it holds more than a sentence.
  static func lines(of error: any Error) -> [String] {
    if let finding = error as? Finding { return finding.message.map { [$0] } ?? [] }
    if let error = error as? CommandError { return error.lines }
    return ["\(error)" + Destination.advice(after: error)]
  }

  private static func logCode(of error: EventLogError) -> Int32 {
    switch error {
    case .noArchive: noArchive
    case .beingWritten: beingWritten
    case .damaged, .damagedArchive: damaged
    case .file(let error): filesCode(of: error)
    default: failed
    }
  }

  private static func filesCode(of error: FilesError) -> Int32 {
    switch error {
    case .insideArchive, .archiveFile: usage
    case .interrupted: interrupted
    default: failed
    }
  }
}

/// What a command looks for, and found.
struct Finding: Error {
  let code: Int32
  let message: String?
}

/// What was requested cannot be done, in a sentence that says what to try.
struct CommandError: Error, CustomStringConvertible {
  /// A sentence, and lines that belong to it.
  let lines: [String]
  var description: String { lines.joined(separator: "\n") }

  init(_ sentence: String) { lines = [sentence] }

  init(lines: [String]) { self.lines = lines }
}

/// Words on the command line that name nothing.
struct WrongUsage: Error, CustomStringConvertible {
  let code = ExitCodes.usage
  let description: String
  init(_ description: String) { self.description = description }
}
