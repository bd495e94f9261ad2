public import ArgumentParser
import Replay
public import Sinks

extension Destination: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  /// The end of an error's sentence about tables: the flag to try.
  static func advice(after error: any Error) -> String {
    switch (error as? SinkError)?.remedy ?? (error as? ReplayError)?.remedy {
    case .rebuild: "; give --rebuild to make it anew"
    case .rebuildOrMove: "; give --rebuild to make it anew, or another name after --to"
    case .move: ", not by --rebuild either; give the tables another name"
    case .replay(let destination): "; bnus-replay replay --to \(destination) makes it"
    case .replayAnew(let destination): "; bnus-replay replay --to \(destination) --rebuild makes it anew"
    case nil: ""
    }
  }
}
