import Foundation
import Measurement
import Report

/// Progress on standard error: one changing line on a terminal, one line a precision, or a lap of a challenge, elsewhere.
final class ProgressLine: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) == 1

  func show(_ progress: MeasurementProgress) {
    switch progress {
    case .planned(let plan):
      write(
        "memory: at most \(NumberFormat.bytes(Int(plan.bytes))) for operands and arrays", isTransient: false)
    case .memory: write("memory bandwidth", isTransient: isTerminal)
    case .searching(let precision, let threads):
      write(
        "\(precision.label) on \(threads): looking for the best library and shape", isTransient: isTerminal)
    case .soaking(let seconds): write("warming up for \(Int(seconds)) seconds", isTransient: isTerminal)
    case .visited(let precision, let threads, let visit, let bestTops):
      guard isTerminal else { return }
      let best = bestTops.map { String(format: ", best %.1f GOP/s", $0 * 1000) } ?? ""
      write("\(precision.label) on \(threads): visit \(visit)\(best)", isTransient: true)
    case .sustaining(let precision): write("\(precision.label): sustained rate", isTransient: isTerminal)
    }
  }

  /// Says what is being done, where a line may change.
  func show(_ text: String) {
    if isTerminal { write(text, isTransient: true) }
  }

  /// The progress of devices that are measured at the same time: each line says whose it is.
  func show(_ progress: DevicesProgress) {
    switch progress {
    case .opening(let device): write("\(device): opening", isTransient: isTerminal)
    case .searching(let device, let kind):
      write("\(device): \(kind.label): looking for the best kernel and shape", isTransient: isTerminal)
    case .visited(let device, let kind, let visit, let bestTops):
      guard isTerminal else { return }
      let best = bestTops.map { ", best \(NumberFormat.number($0)) TOP/s" } ?? ""
      write("\(device): \(kind.label): visit \(visit)\(best)", isTransient: true)
    case .memory(let device): write("\(device): memory bandwidth", isTransient: isTerminal)
    case .sustaining(let device, let kind):
      write("\(device): \(kind.label): sustained rate", isTransient: isTerminal)
    }
  }

  func show(_ progress: ChallengeProgress) {
    switch progress {
    case .planned(let bytes):
      write("memory: at most \(NumberFormat.bytes(Int(bytes))) for matrices", isTransient: false)
    case .searching(let precision):
      write("\(precision.label): looking for the best library", isTransient: isTerminal)
    case .drawing(let precision, let lap):
      if isTerminal { write("\(precision.label), lap \(lap): drawing matrices", isTransient: true) }
    case .step(let precision, let lap, let step, let tops):
      guard isTerminal else { return }
      let rate = String(format: "%.1f GOP/s", tops * 1000)
      write("\(precision.label), lap \(lap): step \(step), \(rate)", isTransient: true)
    case .lap(let precision, let lap, let seconds, let least):
      let time = String(format: "%.1f of at least %.1f seconds", seconds, least)
      write("\(precision.label): lap \(lap) committed, \(time)", isTransient: isTerminal)
    case .checking(let precision, let lap, let laps):
      write("\(precision.label): checking lap \(lap) of \(laps)", isTransient: isTerminal)
    }
  }

  func finish() {
    if isTerminal { write("", isTransient: true) }
  }

  private func write(_ text: String, isTransient: Bool) {
    let line = isTransient ? "\r\u{1b}[K\(text)" : text + "\n"
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
  }
}
