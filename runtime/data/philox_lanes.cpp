#include "runtime/data/philox_lanes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "runtime/data/philox.h"

namespace itw::data {

#if defined(__x86_64__)

namespace {

// Four blocks; every word stands in the low half of a 64-bit lane, as the multiplier wants it.
struct Quad {
  __m256i words[4];
};

__attribute__((target("avx2"))) inline void avx2Round(Quad& quad, __m256i key0, __m256i key1) {
  const __m256i low = _mm256_set1_epi64x(0xFFFFFFFFU);
  const __m256i a = _mm256_mul_epu32(quad.words[0], _mm256_set1_epi64x(kPhiloxMultiplier0));
  const __m256i b = _mm256_mul_epu32(quad.words[2], _mm256_set1_epi64x(kPhiloxMultiplier1));
  quad.words[0] = _mm256_xor_si256(_mm256_xor_si256(quad.words[1], key0), _mm256_srli_epi64(b, 32));
  quad.words[2] = _mm256_xor_si256(_mm256_xor_si256(quad.words[3], key1), _mm256_srli_epi64(a, 32));
  quad.words[1] = _mm256_and_si256(b, low);
  quad.words[3] = _mm256_and_si256(a, low);
}

// Keeps the low halves of four 64-bit lanes.
__attribute__((target("avx2"))) inline __m128i narrow(__m256i lanes) {
  const __m256i order = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
  return _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(lanes, order));
}

// Two quads at once hide the latency of the multiplier.
__attribute__((target("avx2"))) void avx2Rounds(PhiloxLanes& blocks, std::size_t first,
                                                PhiloxKey key) {
  Quad quads[2];
  for (std::size_t half = 0; half < 2; ++half) {
    for (std::size_t word = 0; word < 4; ++word) {
      const auto* from = reinterpret_cast<const __m128i*>(blocks.words[word] + first + 4 * half);
      quads[half].words[word] = _mm256_cvtepu32_epi64(_mm_load_si128(from));
    }
  }
  for (int i = 0; i < kPhiloxRounds; ++i) {
    const __m256i key0 = _mm256_set1_epi64x(key.low);
    const __m256i key1 = _mm256_set1_epi64x(key.high);
    avx2Round(quads[0], key0, key1);
    avx2Round(quads[1], key0, key1);
    key.low += kPhiloxWeyl0;
    key.high += kPhiloxWeyl1;
  }
  for (std::size_t half = 0; half < 2; ++half) {
    for (std::size_t word = 0; word < 4; ++word) {
      auto* to = reinterpret_cast<__m128i*>(blocks.words[word] + first + 4 * half);
      _mm_store_si128(to, narrow(quads[half].words[word]));
    }
  }
}

__attribute__((target("avx2"))) void avx2Select(const PhiloxLanes& blocks, std::uint32_t threshold,
                                                float scale, float* mask) {
  const __m128 scales = _mm_set1_ps(scale);
  // There is no unsigned comparison: a value reaches the threshold if it is its own maximum.
  const __m128i limit = _mm_set1_epi32(static_cast<int>(threshold));
  for (std::size_t i = 0; i < kPhiloxLanes; i += 4) {
    __m128 rows[4];
    for (std::size_t word = 0; word < 4; ++word) {
      const __m128i bits = _mm_load_si128(reinterpret_cast<const __m128i*>(blocks.words[word] + i));
      const __m128i kept = _mm_cmpeq_epi32(_mm_max_epu32(bits, limit), bits);
      rows[word] = _mm_and_ps(_mm_castsi128_ps(kept), scales);
    }
    _MM_TRANSPOSE4_PS(rows[0], rows[1], rows[2], rows[3]);
    for (std::size_t row = 0; row < 4; ++row) _mm_storeu_ps(mask + 4 * (i + row), rows[row]);
  }
}

}  // namespace

#endif

void philoxInPlacePortable(PhiloxLanes& blocks, PhiloxKey key) {
  for (std::size_t i = 0; i < kPhiloxLanes; ++i) {
    auto& words = blocks.words;
    const PhiloxBlock out = philox({words[0][i], words[1][i], words[2][i], words[3][i]}, key);
    for (std::size_t word = 0; word < 4; ++word) words[word][i] = out[word];
  }
}

void selectInOrderPortable(const PhiloxLanes& blocks, std::uint32_t threshold, float scale,
                           float* mask) {
  for (std::size_t i = 0; i < kPhiloxLanes; ++i) {
    for (std::size_t word = 0; word < 4; ++word) {
      mask[4 * i + word] = blocks.words[word][i] >= threshold ? scale : 0.0F;
    }
  }
}

void philoxInPlace(PhiloxLanes& blocks, PhiloxKey key) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    for (std::size_t first = 0; first < kPhiloxLanes; first += 8) avx2Rounds(blocks, first, key);
    return;
  }
#endif
  philoxInPlacePortable(blocks, key);
}

void selectInOrder(const PhiloxLanes& blocks, std::uint32_t threshold, float scale, float* mask) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return avx2Select(blocks, threshold, scale, mask);
#endif
  selectInOrderPortable(blocks, threshold, scale, mask);
}

}  // namespace itw::data
