"""Makes swings.csv: 60 swings of a damped pendulum, theta'' = -(g / L) sin(theta) - c theta', each from a start of its own,
by the classical Runge-Kutta method with steps of 1 ms, written every 50 ms with a measurement noise of 10 mrad.

    python3 simulate.py > swings.csv
"""

import math
import random

GRAVITY, LENGTH, DAMPING = 9.81, 1.0, 0.1  # m/s2, m, 1/s
SWINGS, SAMPLES, STEPS, STEP = 60, 60, 50, 1e-3
NOISE = 0.01  # rad


def change(angle, speed):
    return speed, -GRAVITY / LENGTH * math.sin(angle) - DAMPING * speed


def advance(angle, speed):
    a1, s1 = change(angle, speed)
    a2, s2 = change(angle + STEP / 2 * a1, speed + STEP / 2 * s1)
    a3, s3 = change(angle + STEP / 2 * a2, speed + STEP / 2 * s2)
    a4, s4 = change(angle + STEP * a3, speed + STEP * s3)
    return angle + STEP / 6 * (a1 + 2 * a2 + 2 * a3 + a4), speed + STEP / 6 * (s1 + 2 * s2 + 2 * s3 + s4)


def main():
    numbers = random.Random(1)
    print("swing,angle")
    for swing in range(SWINGS):
        angle, speed = numbers.uniform(-2, 2), numbers.uniform(-1, 1)
        for _ in range(SAMPLES):
            print(f"{swing},{angle + numbers.gauss(0, NOISE):.5f}")
            for _ in range(STEPS):
                angle, speed = advance(angle, speed)


if __name__ == "__main__":
    main()
