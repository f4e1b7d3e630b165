import Foundation
import Measurement

/// The times that a clock told of one row's products, in order, and how finely it told them.
struct SampleTimes {
  /// In nanoseconds.
  let nanoseconds: [Double]
  /// The coarsest of 1, 10, 100 … ns of which all times are multiples; 1 where they are none of 1 ns.
  let resolution: Double

  /// - Parameter seconds: above 0.
  init(seconds: [Double]) {
    let nanoseconds = seconds.map { $0 * 1e9 }
    self.nanoseconds = nanoseconds
    var resolution = 1.0
    for power in 1...12 {
      let step = pow(10, Double(power))
      guard nanoseconds.allSatisfy({ Self.isMultiple($0, of: step) }) else { break }
      resolution = step
    }
    self.resolution = resolution
  }

  /// A float of milliseconds, as event timers give it, is off by up to 4 ns in 100 ms.
  private static func isMultiple(_ value: Double, of step: Double) -> Bool {
    (value / step - (value / step).rounded()).magnitude <= 0.01
  }

  var median: Double { Statistics.median(nanoseconds) ?? 0 }

  /// How many steps of the clock a time has, at the median.
  var steps: Double { median / resolution }

  /// The width of the narrowest interval that holds half of the times, in nanoseconds. Unlike the quartiles' it is narrow
  /// too where the times lie in two heaps.
  var shortestHalf: Double {
    let sorted = nanoseconds.sorted()
    let half = sorted.count / 2
    return zip(sorted, sorted.dropFirst(half)).map { $1 - $0 }.min() ?? 0
  }

  /// From each second time to the next, in nanoseconds: no time is in two of them, so that they are as independent as the
  /// times. Rounded to four steps of the clock, by which equal differences come out unequal where both times were rounded.
  var differences: [Double] {
    let step = 4 * resolution
    return stride(from: 1, to: nanoseconds.count, by: 2).map {
      ((nanoseconds[$0] - nanoseconds[$0 - 1]) / step).rounded() * step
    }
  }

  /// How many times have each digit 0…9 at the place of hundreds of nanoseconds.
  var hundreds: [Int] {
    var counts = [Int](repeating: 0, count: 10)
    for time in nanoseconds {
      counts[Int((time / 100 + 0.001).rounded(.down).truncatingRemainder(dividingBy: 10))] += 1
    }
    return counts
  }
}
