import Rating

/// Runs one precision's chain with one library.
struct ChainRunner {
  let challenge: Challenge
  let precision: Precision
  let provider: any GEMMProvider
  let threads: Int
  let memory: ChainMemory
  /// Of the whole run.
  let watch: Stopwatch
  let isCancelled: () -> Bool
  let progress: (ChallengeProgress) -> Void

  /// Runs until the products have taken the least time.
  ///
  /// The matrices of some steps are drawn and handed to the library before the clock starts; then product follows
  /// product. In floating point every lap starts from a matrix of its own, which follows from the last lap's result: the
  /// rounding of more steps than one lap's would leave room for work left out. Integers, being exact, go on in one lap.
  /// - Throws: `ChallengeError` of kind `interrupted`, `cannotWrite` or `usage`; `ProviderError` when the library fails.
  func run(into folder: ChallengeFolder) throws -> ChallengeTranscript.Chain {
    guard let input = precision.chainInput else {
      preconditionFailure("a challenge names precisions with chains")
    }
    return try run(input, into: folder)
  }

  private func run<Input: ChainInput>(_: Input.Type, into folder: ChallengeFolder) throws
    -> ChallengeTranscript.Chain
  {
    let began = watch.seconds
    let buffers = try Buffers(challenge, precision, memory)
    var (laps, kernel): ([ChallengeTranscript.Lap], String) = ([], "")
    var (timed, steps) = (0.0, 0)
    repeat {
      draw(
        ChainMatrix<Input>.start, into: buffers.x, .start, lap: laps.count,
        previous: laps.last?.commitment ?? "")
      var lap: [ChallengeTranscript.Step] = []
      repeat {
        let end = lap.count + challenge.steps
        while lap.count < end {
          let count = min(memory.slice, end - lap.count)
          let slice = try runSlice(
            Input.self, buffers, lap: laps.count, from: lap.count, count: count, &kernel)
          timed += slice.reduce(0) { $0 + $1.seconds }
          lap += slice
        }
        steps += challenge.steps
      } while Input.Lanes.isExact && timed < challenge.seconds && steps < ChallengeTranscript.mostSteps
      let name = ChallengeTranscript.matrixFile(precision, lap: laps.count)
      let commitment = try folder.write(buffers.bytesOfX, to: name)
      laps.append(.init(matrix: name, commitment: commitment, steps: lap))
      progress(.lap(precision, laps.count, seconds: timed, of: challenge.seconds))
    } while timed < challenge.seconds && steps < ChallengeTranscript.mostSteps
    if timed < challenge.seconds {
      throw ChallengeError(
        .usage,
        "\(precision.label): \(steps) steps took \(timed) of \(challenge.seconds) seconds, and no more are accepted: "
          + "ask the verifier for a larger size")
    }
    return ChallengeTranscript.Chain(
      precision: precision, library: provider.identity.label, kernel: kernel, threads: threads, began: began,
      ended: watch.seconds, laps: laps)
  }

  /// The matrices of a chain in memory.
  private struct Buffers {
    let x: SharedBuffer
    let c: SharedBuffer
    let factors: [SharedBuffer]
    private let bytesOfMatrix: Int
    private let operands: [Operands]

    init(_ challenge: Challenge, _ precision: Precision, _ memory: ChainMemory) throws {
      let format = OperandFormat(precision)
      let elements = challenge.size * challenge.size
      let shape = try GEMMShape(square: challenge.size)
      bytesOfMatrix = elements * format.inputBytes
      let (x, c) = (
        try SharedBuffer(byteCount: bytesOfMatrix), try SharedBuffer(byteCount: elements * format.outputBytes)
      )
      factors = try (0..<memory.slice).map { [bytesOfMatrix] _ in try SharedBuffer(byteCount: bytesOfMatrix) }
      self.x = x
      self.c = c
      operands = factors.map {
        Operands(precision: precision, shape: shape, distribution: .uniform, a: x, b: $0, c: c)
      }
      // Only this process changes inputs.
      for buffer in factors + [x] { buffer.seal() }
    }

    var bytesOfX: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: x.pointer, count: bytesOfMatrix) }

    func operands(_ number: Int) -> Operands { operands[number] }
  }

  private func draw<Element: ChainElement>(
    _ matrix: (Int, ChainSeed) -> ChainMatrix<Element>, into buffer: SharedBuffer, _ role: ChainSeed.Role,
    lap: Int,
    step: Int = 0, previous: String = ""
  ) {
    let seed = ChainSeed(
      role, nonce: challenge.nonce, precision: precision, size: challenge.size, lap: lap, step: step,
      commitment: previous)
    matrix(challenge.size, seed).fill(buffer)
  }

  private func runSlice<Input: ChainInput>(
    _: Input.Type, _ buffers: Buffers, lap: Int, from first: Int, count: Int, _ kernel: inout String
  ) throws -> [ChallengeTranscript.Step] {
    progress(.drawing(precision, lap: lap + 1))
    var products: [any PreparedGEMM] = []
    for number in 0..<count {
      try throwIfCancelled()
      draw(
        ChainMatrix<Input.Factor>.factor, into: buffers.factors[number], .factor, lap: lap,
        step: first + number)
      products.append(try provider.prepare(buffers.operands(number), threads: threads))
    }
    kernel = products.first?.kernel ?? kernel
    return try products.enumerated().map { number, product in
      try throwIfCancelled()
      let start = watch.seconds
      _ = try product.timedMultiply()
      let multiplied = watch.seconds
      // What waits for the next product by spinning is not to slow down the rounding.
      product.pause()
      ChainRounding.round(buffers.c, into: buffers.x, size: challenge.size, Input.self)
      let end = watch.seconds
      progress(
        .step(
          precision, lap: lap + 1, step: first + number + 1,
          tops: challenge.operationsOfStep / (end - start) * 1e-12))
      return .init(start: start, seconds: end - start, product: multiplied - start)
    }
  }

  private func throwIfCancelled() throws(ChallengeError) {
    if isCancelled() { throw ChallengeError(.interrupted, "interrupted: nothing was written") }
  }
}
