#if FUZZING
  import Foundation

  // What LLVM's libFuzzer, which has the program's entry point, asks of one that it is built into (compiler-rt,
  // lib/fuzzer/FuzzerInterface.h):
  //
  //     assay-fuzz TARGET [libFuzzer's options] [folders of seeds]

  /// The target that the first argument names; without one all names are printed.
  private let target: FuzzTarget = {
    let name = CommandLine.arguments.dropFirst().first
    if let target = FuzzTarget.all.first(where: { $0.name == name }) { return target }
    print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
    exit(name == nil ? 0 : 64)
  }()

  /// Takes the target's name out of the arguments, and puts the length of its inputs in.
  @_cdecl("LLVMFuzzerInitialize")
  public func initializeFuzzer(
    _: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
  ) -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    arguments.pointee[1] = strdup("-max_len=\(target.longest)")
    return 0
  }

  /// Lets the target read bytes; a broken promise counts as a crash.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do { try target.read(Array(UnsafeBufferPointer(start: bytes, count: count))) } catch {
      fatalError("\(error)")
    }
    return 0
  }
#endif
