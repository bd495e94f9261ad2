import ArgumentParser
import Platform
import SystemPackage

/// This program once more, as a process that walks the archive, because LMDB trusts its pages: a damaged one can end
/// the process that touches it, and that is damage found.
struct Walker {
  /// How a walk ended.
  enum Ending {
    /// By itself, with this exit code, having said what there is to say.
    case code(Int32)
    /// By a fault, after this much.
    case crash(signal: String, WalkRecord)
  }

  private let twin: TwinProcess
  private let pipe: Int32

  /// Starts a process with this one's arguments.
  static func start() throws -> Walker {
    let ends: (reading: CInt, writing: CInt)
    do throws(Errno) { ends = try OpenFile.pipe() } catch {
      throw CommandError("could not make a pipe: \(error)")
    }
    defer { OpenFile.close(ends.writing) }
    Environment.set(WalkPipe.variable, to: "\(ends.writing)")
    defer { Environment.remove(WalkPipe.variable) }
    do throws(Errno) {
      return Walker(twin: try TwinProcess.start(), pipe: ends.reading)
    } catch {
      OpenFile.close(ends.reading)
      throw CommandError("could not start this program once more to walk the archive: \(error)")
    }
  }

  /// Waits for its end. Ctrl-C is passed on.
  func wait(progress: (WalkRecord) -> Void) throws -> Ending {
    defer { OpenFile.close(pipe) }
    let last = try readRecords(progress)
    let signal: CInt
    switch twin.wait() {
    case .code(let code): return .code(code)
    case .signal(let number): signal = number
    }
    try Interruption.check()
    guard let name = Signals.faults[signal] else { try pass(signal) }
    guard last.phase > 0 else {
      throw CommandError(
        "the walk ended by \(name) before it began; this is a fault of bnus-replay or the system")
    }
    return .crash(signal: name, last)
  }

  /// Everything that the walker wrote, also what was on its way when it ended.
  private func readRecords(_ progress: (WalkRecord) -> Void) throws -> WalkRecord {
    var last = WalkRecord()
    var pending: [UInt8] = []
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: WalkRecord.byteCount * 1024, alignment: 16)
    defer { chunk.deallocate() }
    var isPassedOn = false
    while true {
      if Interruption.isRequested, !isPassedOn {
        twin.send(Signals.interrupt)
        isPassedOn = true
      }
      // The time limit is for a Ctrl-C that comes just before the call.
      guard try OpenFile.waitForInput(pipe, milliseconds: 200) else { continue }
      let count = try OpenFile.read(pipe, into: chunk)
      guard count > 0 else { return last }
      pending += chunk[..<count]
      let whole = pending.count / WalkRecord.byteCount * WalkRecord.byteCount
      guard whole > 0 else { continue }
      last = pending.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: whole - WalkRecord.byteCount, as: WalkRecord.self)
      }
      pending.removeFirst(whole)
      progress(last)
    }
  }

  /// Ends as the walker ended: by a pipe whose reader went away, or killed.
  private func pass(_ number: Int32) throws -> Never {
    if number == Signals.pipe { Signals.end(by: number) }
    throw CommandError(
      "the walk was ended by signal \(number), perhaps for lack of memory; nothing is known of the rest")
  }
}
