using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Head pose from 68 landmarks by Perspective-n-Point on <see cref="MeanFace"/>: the rotation and translation under which the mean head's
/// points project nearest to the landmarks, by Levenberg-Marquardt (Marquardt 1963) from the pose under scaled orthography. A camera of
/// unknown lens is taken to see 53 degrees across the picture's longer side (focal length = that side), its axis through the middle.
/// </summary>
public static class HeadPoseEstimator
{
    private const int Parameters = 6; // rotation vector, translation
    private const int MaximumSteps = 20;
    private const double Degrees = 180 / Math.PI;

    /// <summary>Estimates a pose. Allocates nothing.</summary>
    /// <param name="face">The landmarks; hidden ones count less.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <returns>The pose, or null where the points lie on a line or one is not finite.</returns>
    public static HeadPose? Estimate(FaceLandmarks68 face, int width, int height)
    {
        Span<double> image = stackalloc double[2 * MeanFace.Count], weights = stackalloc double[MeanFace.Count];
        double focal = Math.Max(width, height);
        for (int i = 0; i < MeanFace.Count; i++)
        {
            Point2 point = face.Points[MeanFace.Landmarks[i]];
            (image[2 * i], image[2 * i + 1]) = ((point.X - width / 2.0) / focal, (point.Y - height / 2.0) / focal);
            weights[i] = MeanFace.Weights[i] * (1 - 0.9 * face.Hidden[MeanFace.Landmarks[i]]);
        }
        Span<double> rotation = stackalloc double[9], translation = stackalloc double[3];
        if (!Begin(image, weights, rotation, translation))
            return null;
        Refine(image, weights, rotation, translation);
        return Describe(rotation, translation);
    }

    // Scaled orthography: image = s (r1 . X, r2 . X) + shift is linear in s r1, s r2 and the shift.
    private static bool Begin(ReadOnlySpan<double> image, ReadOnlySpan<double> weights, Span<double> rotation, Span<double> translation)
    {
        const int Unknowns = 4;
        Span<double> normal = stackalloc double[Unknowns * Unknowns], copy = stackalloc double[Unknowns * Unknowns], x = stackalloc double[Unknowns], y = stackalloc double[Unknowns], row = stackalloc double[Unknowns];
        normal.Clear();
        x.Clear();
        y.Clear();
        for (int i = 0; i < MeanFace.Count; i++)
        {
            MeanFace.Points.Slice(3 * i, 3).CopyTo(row);
            row[3] = 1;
            for (int a = 0; a < Unknowns; a++)
            {
                for (int b = 0; b < Unknowns; b++)
                    normal[a * Unknowns + b] += weights[i] * row[a] * row[b];
                x[a] += weights[i] * row[a] * image[2 * i];
                y[a] += weights[i] * row[a] * image[2 * i + 1];
            }
        }
        normal.CopyTo(copy);
        if (!LinearSystem.Solve(copy, x) || !LinearSystem.Solve(normal, y))
            return false;
        double first = Length(x[..3]), second = Length(y[..3]), scale = (first + second) / 2;
        if (!(first > 1e-9 && second > 1e-9 && double.IsFinite(scale)))
            return false;
        // The two rows made unit and perpendicular, neither preferred.
        for (int k = 0; k < 3; k++)
        {
            double sum = x[k] / first + y[k] / second, difference = x[k] / first - y[k] / second;
            (rotation[k], rotation[3 + k]) = (sum, difference);
        }
        double sumLength = Length(rotation[..3]), differenceLength = Length(rotation.Slice(3, 3));
        if (!(sumLength > 1e-6 && differenceLength > 1e-6))
            return false;
        for (int k = 0; k < 3; k++)
        {
            (double along, double across) = (rotation[k] / sumLength, rotation[3 + k] / differenceLength);
            (rotation[k], rotation[3 + k]) = ((along + across) / Math.Sqrt(2), (along - across) / Math.Sqrt(2));
        }
        rotation[6] = rotation[1] * rotation[5] - rotation[2] * rotation[4];
        rotation[7] = rotation[2] * rotation[3] - rotation[0] * rotation[5];
        rotation[8] = rotation[0] * rotation[4] - rotation[1] * rotation[3];
        (translation[0], translation[1], translation[2]) = (x[3] / scale, y[3] / scale, 1 / scale);
        return true;
    }

    private static void Refine(ReadOnlySpan<double> image, ReadOnlySpan<double> weights, Span<double> rotation, Span<double> translation)
    {
        Span<double> normal = stackalloc double[Parameters * Parameters], step = stackalloc double[Parameters], damped = stackalloc double[Parameters * Parameters], newRotation = stackalloc double[9], newTranslation = stackalloc double[3];
        double damping = 1e-3, error = Linearize(image, weights, rotation, translation, normal, step);
        for (int attempt = 0; attempt < MaximumSteps; attempt++)
        {
            normal.CopyTo(damped);
            for (int i = 0; i < Parameters; i++)
                damped[i * Parameters + i] *= 1 + damping;
            if (!LinearSystem.Solve(damped, step))
                return;
            Rotate(rotation, step[..3], newRotation);
            for (int k = 0; k < 3; k++)
                newTranslation[k] = translation[k] + step[3 + k];
            double newError = Error(image, weights, newRotation, newTranslation);
            if (newError < error)
            {
                newRotation.CopyTo(rotation);
                newTranslation.CopyTo(translation);
                bool isDone = error - newError < 1e-9 * error;
                damping *= 0.2;
                error = Linearize(image, weights, rotation, translation, normal, step);
                if (isDone)
                    return;
            }
            else
            {
                damping *= 8;
                error = Linearize(image, weights, rotation, translation, normal, step);
            }
        }
    }

    // Normal equations of the projection's error at a pose; the rotation turns by a small vector on the left.
    private static double Linearize(ReadOnlySpan<double> image, ReadOnlySpan<double> weights, ReadOnlySpan<double> rotation, ReadOnlySpan<double> translation, Span<double> normal, Span<double> right)
    {
        normal.Clear();
        right.Clear();
        Span<double> jacobian = stackalloc double[2 * Parameters];
        double total = 0;
        for (int i = 0; i < MeanFace.Count; i++)
        {
            (double rx, double ry, double rz) = Turn(rotation, MeanFace.Points.Slice(3 * i, 3));
            (double x, double y, double z) = (rx + translation[0], ry + translation[1], rz + translation[2]);
            (double ex, double ey) = (image[2 * i] - x / z, image[2 * i + 1] - y / z);
            (double dx, double dy) = (1 / z, 1 / z);
            (double dxz, double dyz) = (-x / (z * z), -y / (z * z));
            // d(point)/d(turn) = turn x point: (wy rz - wz ry, wz rx - wx rz, wx ry - wy rx).
            (jacobian[0], jacobian[1], jacobian[2], jacobian[3], jacobian[4], jacobian[5]) = (dxz * ry, dx * rz - dxz * rx, -dx * ry, dx, 0, dxz);
            (jacobian[6], jacobian[7], jacobian[8], jacobian[9], jacobian[10], jacobian[11]) = (-dy * rz + dyz * ry, -dyz * rx, dy * rx, 0, dy, dyz);
            for (int a = 0; a < Parameters; a++)
            {
                right[a] += weights[i] * (jacobian[a] * ex + jacobian[Parameters + a] * ey);
                for (int b = 0; b < Parameters; b++)
                    normal[a * Parameters + b] += weights[i] * (jacobian[a] * jacobian[b] + jacobian[Parameters + a] * jacobian[Parameters + b]);
            }
            total += weights[i] * (ex * ex + ey * ey);
        }
        return total;
    }

    private static double Error(ReadOnlySpan<double> image, ReadOnlySpan<double> weights, ReadOnlySpan<double> rotation, ReadOnlySpan<double> translation)
    {
        double total = 0;
        for (int i = 0; i < MeanFace.Count; i++)
        {
            (double x, double y, double z) = Turn(rotation, MeanFace.Points.Slice(3 * i, 3));
            z += translation[2];
            if (z <= 0)
                return double.PositiveInfinity; // behind the camera
            (double ex, double ey) = (image[2 * i] - (x + translation[0]) / z, image[2 * i + 1] - (y + translation[1]) / z);
            total += weights[i] * (ex * ex + ey * ey);
        }
        return total;
    }

    private static (double X, double Y, double Z) Turn(ReadOnlySpan<double> r, ReadOnlySpan<double> point) => (
        r[0] * point[0] + r[1] * point[1] + r[2] * point[2],
        r[3] * point[0] + r[4] * point[1] + r[5] * point[2],
        r[6] * point[0] + r[7] * point[1] + r[8] * point[2]);

    // Rodrigues' formula: exp([turn]) times the rotation.
    private static void Rotate(ReadOnlySpan<double> rotation, ReadOnlySpan<double> turn, Span<double> result)
    {
        double angle = Length(turn), sine = angle > 1e-12 ? Math.Sin(angle) / angle : 1, cosine = angle > 1e-12 ? (1 - Math.Cos(angle)) / (angle * angle) : 0.5;
        (double x, double y, double z) = (turn[0], turn[1], turn[2]);
        ReadOnlySpan<double> e =
        [
            1 - cosine * (y * y + z * z), cosine * x * y - sine * z, cosine * x * z + sine * y,
            cosine * x * y + sine * z, 1 - cosine * (x * x + z * z), cosine * y * z - sine * x,
            cosine * x * z - sine * y, cosine * y * z + sine * x, 1 - cosine * (x * x + y * y),
        ];
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 3; column++)
                result[row * 3 + column] = e[row * 3] * rotation[column] + e[row * 3 + 1] * rotation[3 + column] + e[row * 3 + 2] * rotation[6 + column];
    }

    // Angles against the line of sight, so that a face that looks into the camera from the picture's edge is frontal. R = Rz(roll) Ry Rx.
    private static HeadPose? Describe(ReadOnlySpan<double> r, ReadOnlySpan<double> t)
    {
        Span<double> own = stackalloc double[9], turn = stackalloc double[3];
        // The smallest rotation that takes the line of sight to the camera's axis: about (t x axis).
        double distance = Length(t), across = Math.Sqrt(t[0] * t[0] + t[1] * t[1]), angle = Math.Atan2(across, t[2]);
        (turn[0], turn[1], turn[2]) = across > 1e-12 * distance ? (t[1] / across * angle, -t[0] / across * angle, 0) : (0, 0, 0);
        Rotate(r, turn, own);
        // The direction of the nose is -z of the head.
        (double x, double y, double z) = (-own[2], -own[5], -own[8]);
        double yaw = Math.Atan2(x, -z), pitch = Math.Atan2(-y, Math.Sqrt(x * x + z * z));
        // What turns the head's up, after yaw and pitch, into the one seen.
        double upX = -own[1], upY = -own[4], upZ = -own[7];
        (double sineYaw, double cosineYaw) = Math.SinCos(yaw);
        double aside = upX * cosineYaw + upZ * sineYaw;
        (double sinePitch, double cosinePitch) = Math.SinCos(pitch);
        double upright = -upY * cosinePitch + (-upX * sineYaw + upZ * cosineYaw) * sinePitch;
        double roll = Math.Atan2(aside, upright);
        return double.IsFinite(yaw + pitch + roll) ? new HeadPose((float)(yaw * Degrees), (float)(pitch * Degrees), (float)(roll * Degrees)) : null;
    }

    private static double Length(ReadOnlySpan<double> vector) => Math.Sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
}
