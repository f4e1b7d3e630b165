#if FUZZING
  import Foundation

  /// Lets LLVM's libFuzzer make up bytes for one target.
  ///
  ///     assay-fuzz TARGET [libFuzzer's options] [folders of seeds]
  @main struct FuzzMain {
    static func main() {
      let names = FuzzTarget.all.map(\.name)
      guard let name = CommandLine.arguments.dropFirst().first, names.contains(name) else {
        print(names.joined(separator: "\n"))
        exit(CommandLine.arguments.count > 1 ? 64 : 0)
      }
      signal(SIGPIPE, SIG_IGN)
      // libFuzzer takes the first word for its own name, and starts it anew for some of its ways to run.
      var arguments = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
      if !arguments.contains(where: { $0.hasPrefix("-max_len=") }), let target {
        arguments.append("-max_len=\(target.longest)")
      }
      var count = Int32(arguments.count)
      var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = .allocate(
        capacity: arguments.count + 1)
      for (index, argument) in arguments.enumerated() { words?[index] = strdup(argument) }
      words?[arguments.count] = nil
      exit(runDriver(&count, &words, fuzzOne))
    }
  }

  /// The target that the first argument names.
  private let target = FuzzTarget.all.first { $0.name == CommandLine.arguments.dropFirst().first }

  /// compiler-rt, lib/fuzzer/FuzzerInterface.h.
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) -> Int32

  private func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do { try target?.read(Array(UnsafeBufferPointer(start: bytes, count: count))) } catch {
      fatalError("\(error)")
    }
    return 0
  }
#endif
