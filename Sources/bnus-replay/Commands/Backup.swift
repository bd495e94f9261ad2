import ArgumentParser
import EventLog

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a consistent copy of the archive while others read and write it.",
    discussion: """
      \(Examples.text(of: "backup"))

      \(ExitCodes.help(ExitCodes.noArchive, ExitCodes.damaged))
      """)

  @OptionGroup var archive: ArchiveOptions
  @OptionGroup var verbosity: VerbosityOptions

  @Argument(help: "The directory to make; it must not be there yet, or be empty.")
  var directory: String

  func validate() throws {
    if directory.isEmpty { throw ValidationError("Give the path of a directory to make.") }
  }

  func run() throws {
    let log = try archive.openForReading()
    try log.backup(to: directory)
    if !verbosity.quiet {
      Terminal.say(
        "The archive was copied to \(directory). bnus-replay verify --archive \(directory) checks the copy.")
    }
  }
}
