public import Foundation

/// A program that runs beside the test.
public final class Child {
  /// What cannot be started, or does not end.
  public enum Failure: Error {
    case cannotStart(String, errno: Int32)
    case doesNotEnd(String)
  }

  /// Its process.
  public let pid: pid_t
  private let name: String
  private let outputPath: String
  private let errorsPath: String
  private var outcome: Outcome?

  /// Starts a program with files for its three streams, and with nothing inherited but `PATH`.
  public init(
    _ program: String, _ arguments: [String], in directory: String,
    environment: [String: String], input: String = "/dev/null"
  ) throws {
    name = "\(program) \(arguments.joined(separator: " "))"
    let mark = UUID().uuidString
    outputPath = "\(directory)/.output-\(mark)"
    errorsPath = "\(directory)/.errors-\(mark)"
    pid = try Self.spawn(
      ["/usr/bin/env", "-C", directory, program] + arguments, environment: environment,
      streams: [input, outputPath, errorsPath])
  }

  deinit {
    if outcome == nil {
      kill(pid, SIGKILL)
      var status: Int32 = 0
      waitpid(pid, &status, 0)
    }
    unlink(outputPath)
    unlink(errorsPath)
  }

  /// Sends it a signal.
  public func send(_ signal: Int32) { kill(pid, signal) }

  /// What it has printed so far.
  public var printed: String {
    String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: outputPath))) ?? Data(), as: UTF8.self)
  }

  /// Whether it has ended by now.
  public func hasEnded() throws -> Bool { try poll() != nil }

  /// Waits for its end; kills it when that does not come.
  public func wait(seconds: Double = 120) throws -> Outcome {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while Date() < deadline {
      if let outcome = try poll() { return outcome }
      usleep(1000)
    }
    throw Failure.doesNotEnd(name)
  }

  private func poll() throws -> Outcome? {
    if let outcome { return outcome }
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
    let signal = status & 0x7F
    outcome = Outcome(
      code: signal == 0 ? status >> 8 & 0xFF : nil, signal: signal == 0 ? nil : signal,
      output: try Data(contentsOf: URL(fileURLWithPath: outputPath)),
      errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: errorsPath)), as: UTF8.self))
    return outcome
  }

  private static func spawn(
    _ words: [String], environment: [String: String], streams: [String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, streams[0], O_RDONLY, 0)
    for number in [Int32(1), 2] {
      posix_spawn_file_actions_addopen(
        &actions, number, streams[Int(number)], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for name in [SIGPIPE, SIGINT, SIGTERM, SIGXFSZ] { sigaddset(&defaults, name) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // Threads that run tests have signals blocked, which a child would inherit.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, words[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw Failure.cannotStart(words[0], errno: code) }
    return pid
  }
}
