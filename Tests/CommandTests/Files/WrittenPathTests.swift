import CommandKit
import Foundation
import Testing

@Suite("Paths that commands write")
struct WrittenPathTests {
  /// What a path leads to, as a script makes it, and who may write there.
  struct Target: Sendable {
    let path: String
    var make = ""
    /// Whether this way of writing is to succeed.
    let isWritten: @Sendable (WritingFlag.Manner) -> Bool

    /// What nobody may write.
    static func never(_ path: String, _ make: String = "") -> Target {
      Target(path: path, make: make) { _ in false }
    }
  }

  static let targets: [Target] = [
    .never("archive/data.mdb"), .never("archive/lock.mdb"), .never("archive/writer.lock"),
    .never("archive/new"), .never("./archive/../archive//new"), .never("archive/new/"),
    .never("archive/sub/new", "mkdir archive/sub"), .never("archive/sub", "mkdir archive/sub"),
    .never("link/new", "ln -s archive link"), .never("link", "ln -s archive/data.mdb link"),
    .never("link", "ln -s archive/new link"), .never("link", "ln -s nowhere link"),
    .never("link", "ln -s two link; ln -s archive/lock.mdb two"),
    .never("archive/fifo", "mkfifo archive/fifo"), .never("archive"),
    .never("hard", "ln archive/data.mdb hard"), .never("hard", "ln archive/writer.lock hard"),
    .never("other/data.mdb", "mkdir other; cp archive/data.mdb other"),
    .never("other/new", "mkdir other; cp archive/data.mdb other"),
    .never("copied.mdb", "cp archive/data.mdb copied.mdb"),
    .never("full", "mkdir full; echo mine > full/file"), .never("socket", socket),
    .never("nowhere/new"), .never("text/new", "echo mine > text"),
    Target(path: "text", make: "echo mine > text") { $0 == .forced },
    Target(path: "link", make: "echo mine > text; ln -s text link") { $0 == .forced },
    Target(path: "foreign", make: "sqlite3 foreign 'CREATE TABLE mine(x)'") { $0 == .forced },
    Target(path: "vacant", make: "touch vacant") { $0 == .forced || $0 == .tables },
    Target(path: "vacant", make: "mkdir vacant") { $0 == .directory },
    Target(path: "new") { _ in true }, Target(path: "./archive/../new") { _ in true },
  ]

  private static let socket = "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"socket\")'"

  @Test(
    "nothing is written into an archive or over what is not ours, and everything else stays as it was",
    arguments: WritingFlag.all)
  func matrix(flag: WritingFlag) throws {
    let place = try Workplace(fixtures: 1)
    _ = try place.run("runs")
    for target in Self.targets {
      let case_ = "\(flag.testDescription) to \(target.path) after \(target.make)"
      _ = try place.shell(target.make)
      let before = try Fingerprint(of: place)
      let isWritten = target.isWritten(flag.manner)
      defer { clear(place) }
      // Without an exchange a sync that is not refused goes on to contact it.
      if flag.command == "sync", isWritten { continue }
      let outcome = try place.run(flag.words.map { $0 == "PATH" ? target.path : $0 })
      #expect((outcome.code == 0) == isWritten, "\(case_): \(outcome)")
      let after = try Fingerprint(of: place)
      if isWritten {
        let written =
          target.make.contains("ln -s text") ? "text" : target.path.split(separator: "/").last ?? ""
        #expect(before.differences(from: after, but: String(written)) == [], "\(case_)")
      } else {
        #expect(before.differences(from: after) == [], "\(case_)")
        #expect(
          outcome.errors.hasPrefix("bnus-replay: ") && outcome.errors.count > 40, "\(case_): \(outcome)")
      }
    }
  }

  private func clear(_ place: Workplace) {
    _ = try? place.shell(
      "find . -mindepth 1 -maxdepth 1 ! -name archive ! -name '.*' -exec rm -r {} +; rm -rf archive/sub archive/fifo"
    )
  }

  @Test(
    "a FIFO is written as it is by who writes any file, and refused by the others", arguments: WritingFlag.all
  )
  func fifo(flag: WritingFlag) throws {
    let place = try Workplace(fixtures: 1)
    let words = flag.words.map { $0 == "PATH" ? "fifo" : $0 }.joined(separator: " ")
    let outcome = try place.shell(
      """
      mkfifo fifo; (exec 3<>fifo; bnus-replay \(words); code=$?; echo end >&3; exit $code) & cat fifo > got & wait %1
      echo $?; test -p fifo && echo fifo; kill %2 2> none; wait; ls -A archive | wc -l
      """)
    #expect(outcome.lines.first == (flag.streams ? "0" : "1"), "\(flag.testDescription): \(outcome)")
    #expect(outcome.lines.dropFirst() == ["fifo", "3"], "\(flag.testDescription): \(outcome)")
  }

  @Test("a descriptor that leads into an archive is none to write to", arguments: ["data.mdb", "new"])
  func descriptors(name: String) throws {
    let place = try Workplace(fixtures: 1)
    let before = try place.data("archive/data.mdb")
    for path in ["/proc/self/fd/3", "/dev/fd/3", "/proc/$$/fd/3"] {
      for words in ["export --force --to", "replay --rebuild --to", "checkpoint --force --to"] {
        let outcome = try place.shell("exec 3<>archive/\(name); bnus-replay \(words) \(path)")
        #expect(outcome.code == 64, "\(words) \(path): \(outcome)")
      }
    }
    #expect(try place.shell("exec 1>>archive/data.mdb; bnus-replay export --to /dev/stdout").code == 64)
    #expect(try place.data("archive/data.mdb") == before)
  }

  @Test("a proof is written into the working directory unless that lies in an archive, or holds another")
  func workingDirectory() throws {
    let place = try Workplace(fixtures: 1)
    let explain = "explain -q trade BTCUSD 122162642 --proof"
    for directory in ["archive", "archive/sub"] {
      let outcome = try place.shell(
        "mkdir -p archive/sub; a=$PWD/archive; cd \(directory); bnus-replay \(explain) --archive $a; echo $?; ls $a $a/sub"
      )
      #expect(outcome.lines.contains("64"), "\(outcome)")
      #expect(!outcome.text.contains("tlog-proof"))
    }
    #expect(try place.shell("rmdir archive/sub; bnus-replay \(explain) && bnus-replay \(explain)").code == 0)
    for make in ["echo >> event-9.tlog-proof", "rm event-9.tlog-proof; ln -s nowhere event-9.tlog-proof"] {
      _ = try place.shell(make)
      let before = try Fingerprint(of: place)
      #expect(try place.run(explain.split(separator: " ").map(String.init)).code == 1)
      #expect(try before.differences(from: Fingerprint(of: place)) == [])
    }
  }

  @Test("no archive is begun in another, nor where locks would be written through")
  func newArchives() throws {
    let place = try Workplace(fixtures: 1)
    let before = try place.data("archive/data.mdb")
    for path in ["archive/sub", "archive/sub/deeper", "link/sub", "archive/sub/."] {
      let outcome = try place.shell(
        "ln -sfn archive link; bnus-replay import --archive \(path) \(Repository.fixtures[1])")
      #expect(outcome.code == 64, "\(path): \(outcome)")
    }
    for lock in ["writer.lock", "lock.mdb"] {
      let outcome = try place.shell(
        "rm -rf b; mkdir b; echo mine > text; ln -s ../text b/\(lock); bnus-replay import --archive b \(Repository.fixtures[1])"
      )
      #expect(outcome.code == 1 && outcome.errors.contains("b/\(lock) is not a lock"), "\(outcome)")
      let hard = try place.shell(
        "rm b/\(lock); ln text b/\(lock); bnus-replay import -q --archive b \(Repository.fixtures[1]); cat text"
      )
      #expect(hard.text == "mine\n", "\(hard)")
    }
    #expect(try place.data("archive/data.mdb") == before)
    #expect(try place.shell("ls -A archive").lines == ["data.mdb", "lock.mdb", "writer.lock"])
  }

  @Test("every path that a command takes is known as one that it reads or one that it writes")
  func discovered() throws {
    let help = try JSON.object(Workplace().run("--experimental-dump-help").output)
    let command = try #require(help["command"] as? [String: Any])
    var written: Set<String> = []
    for (command, flag, value) in Self.arguments(of: command, named: "") {
      let name = "\(command) \(flag)"
      if WritingFlag.all.contains(where: { $0.command == command && $0.flag == flag }) {
        written.insert(name)
      } else if flag != "--archive", !WritingFlag.reading.contains(name) {
        #expect(
          WritingFlag.values.contains(value), "\(name) takes \(value): a path gets a row in WritingFlag")
      }
    }
    #expect(written == Set(WritingFlag.all.map { "\($0.command) \($0.flag)" }))
  }

  /// The arguments that take a value, of a command and of those below it.
  private static func arguments(
    of command: [String: Any], named name: String
  ) -> [(command: String, flag: String, value: String)] {
    var found: [(String, String, String)] = []
    for argument in command["arguments"] as? [[String: Any]] ?? [] where argument["kind"] as? String != "flag"
    {
      let value = argument["valueName"] as? String ?? ""
      let long = (argument["names"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }.last
      found.append((name, long.map { "--\($0)" } ?? value.uppercased(), value))
    }
    for below in command["subcommands"] as? [[String: Any]] ?? [] {
      let word = below["commandName"] as? String ?? ""
      if word != "help" { found += arguments(of: below, named: name.isEmpty ? word : "\(name) \(word)") }
    }
    return found
  }
}

/// Everything in a workplace, as bytes, inode, mode and number of names.
struct Fingerprint {
  private var entries: [String: String] = [:]
  private var contents: [String: Data] = [:]

  init(of place: Workplace) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: place.path) where !path.hasPrefix(".") {
      var status = stat()
      guard lstat(place.path(path), &status) == 0 else { continue }
      let kind = status.st_mode & S_IFMT
      entries[path] = "\(status.st_ino) \(status.st_mode) \(kind == S_IFDIR ? 0 : status.st_nlink)"
      // Readers and writers sign their locks.
      if kind == S_IFREG, !path.hasPrefix("archive/"), !path.hasPrefix("hard") || path.hasSuffix("data.mdb") {
        contents[path] = try place.data(path)
      }
    }
    contents["archive/data.mdb"] = try place.data("archive/data.mdb")
  }

  /// The names that differ, but one and what is below it.
  func differences(from other: Fingerprint, but name: String? = nil) -> [String] {
    Set(entries.keys).union(other.entries.keys).filter { path in
      if let name, path == name || path.hasPrefix("\(name)/") { return false }
      return entries[path] != other.entries[path] || contents[path] != other.contents[path]
    }.sorted()
  }
}
