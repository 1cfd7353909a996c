#include "runtime/data/philox.h"

#include <algorithm>
#include <string>

#include "compiler/base/sha256.h"
#include "runtime/data/philox_lanes.h"

namespace itw::data {

namespace {

struct Product {
  std::uint32_t high;
  std::uint32_t low;
};

Product multiply(std::uint32_t a, std::uint32_t b) {
  const std::uint64_t product = static_cast<std::uint64_t>(a) * b;
  return {static_cast<std::uint32_t>(product >> 32), static_cast<std::uint32_t>(product)};
}

std::uint32_t low32(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high32(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

}  // namespace

PhiloxBlock philox(PhiloxBlock counter, PhiloxKey key) {
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const Product a = multiply(counter[0], kPhiloxMultiplier0);
    const Product b = multiply(counter[2], kPhiloxMultiplier1);
    counter = {b.high ^ counter[1] ^ key.low, b.low, a.high ^ counter[3] ^ key.high, a.low};
    key.low += kPhiloxWeyl0;
    key.high += kPhiloxWeyl1;
  }
  return counter;
}

PhiloxKey philoxKey(std::int64_t seed, std::string_view purpose, std::string_view name) {
  // Length prefixes keep ("ab", "c") and ("a", "bc") apart.
  std::string text = "itw.philox.1";
  const std::string number = std::to_string(seed);
  for (std::string_view part : {std::string_view(number), purpose, name}) {
    text += '\n';
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  const Digest digest = sha256(text);
  const auto word = [&digest](std::size_t at) {
    return static_cast<std::uint32_t>(digest[at]) |
           static_cast<std::uint32_t>(digest[at + 1]) << 8 |
           static_cast<std::uint32_t>(digest[at + 2]) << 16 |
           static_cast<std::uint32_t>(digest[at + 3]) << 24;
  };
  return {word(0), word(4)};
}

void philoxBits(PhiloxKey key, std::uint64_t high, std::uint64_t first,
                std::span<std::uint32_t> bits) {
  std::size_t done = 0;
  while (done < bits.size()) {
    const std::uint64_t element = first + done;
    const std::uint64_t start = element / 4;
    PhiloxLanes blocks;
    for (std::size_t i = 0; i < kPhiloxLanes; ++i) {
      blocks.words[0][i] = low32(start + i);
      blocks.words[1][i] = high32(start + i);
      blocks.words[2][i] = low32(high);
      blocks.words[3][i] = high32(high);
    }
    philoxInPlace(blocks, key);
    for (std::size_t e = element % 4; e < 4 * kPhiloxLanes && done < bits.size(); ++e, ++done) {
      bits[done] = blocks.words[e % 4][e / 4];
    }
  }
}

namespace {

// Walks the blocks of a batch sample by sample.
struct BlockCursor {
  std::uint32_t blocksPerSample;
  std::uint32_t sample;
  std::uint32_t block = 0;

  void fill(PhiloxLanes& blocks) {
    if (block + kPhiloxLanes <= blocksPerSample) {
      for (std::uint32_t i = 0; i < kPhiloxLanes; ++i) blocks.words[0][i] = block + i;
      std::fill_n(blocks.words[1], kPhiloxLanes, sample);
      block += kPhiloxLanes;
      wrap();
      return;
    }
    for (std::size_t i = 0; i < kPhiloxLanes; ++i) {
      blocks.words[0][i] = block++;
      blocks.words[1][i] = sample;
      wrap();
    }
  }

  void wrap() {
    if (block != blocksPerSample) return;
    block = 0;
    ++sample;
  }
};

}  // namespace

void philoxMask(const SampleStream& stream, std::size_t elements, std::uint32_t threshold,
                float scale, std::span<float> mask) {
  const auto perSample = static_cast<std::uint32_t>((elements + 3) / 4);
  const std::size_t samples = elements == 0 ? 0 : mask.size() / elements;
  BlockCursor cursor{perSample, stream.firstSample};
  std::array<float, 4 * kPhiloxLanes> values{};
  std::size_t sample = 0;
  std::size_t offset = 0;
  for (std::size_t block = 0; block < samples * perSample; block += kPhiloxLanes) {
    PhiloxLanes blocks;
    cursor.fill(blocks);
    std::fill_n(blocks.words[2], kPhiloxLanes, low32(stream.step));
    std::fill_n(blocks.words[3], kPhiloxLanes, high32(stream.step));
    philoxInPlace(blocks, stream.key);
    if (elements % (4 * kPhiloxLanes) == 0) {
      selectInOrder(blocks, threshold, scale, mask.data() + 4 * block);
      continue;
    }
    selectInOrder(blocks, threshold, scale, values.data());
    // Lanes may end one sample and begin the next; the last block of a sample may be partly used.
    for (std::size_t lane = 0; lane < kPhiloxLanes && sample < samples; ++lane) {
      const std::size_t count = std::min<std::size_t>(4, elements - offset);
      std::copy_n(values.data() + 4 * lane, count, mask.data() + sample * elements + offset);
      offset += count;
      if (offset == elements) {
        offset = 0;
        ++sample;
      }
    }
  }
}

}  // namespace itw::data
