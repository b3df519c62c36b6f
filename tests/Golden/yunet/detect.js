// Writes what OpenCV's own FaceDetectorYN finds, because Debian 12's OpenCV 4.6 cannot load these networks.
//
//     npm install --ignore-scripts @techstark/opencv-js@4.12.0-release.1
//     node detect.js picture.rgb yunet_n_320_320.onnx > yunet_n_320_320.json
//
// One row a face: x, y, width, height, five landmarks (x, y) from the left eye in the picture to the right corner of the
// mouth, score. Score threshold 0.6, suppression threshold 0.3.
const fs = require('fs');
const cv = require('@techstark/opencv-js');

const ready = setInterval(() => {
    if (!cv.Mat)
        return;
    clearInterval(ready);
    const rgb = fs.readFileSync(process.argv[2]);
    const bgr = new cv.Mat(320, 320, cv.CV_8UC3);
    for (let i = 0; i < rgb.length; i++)
        bgr.data[i - i % 3 + 2 - i % 3] = rgb[i];
    cv.FS_createDataFile('/', 'model.onnx', fs.readFileSync(process.argv[3]), true, false, false);
    const detector = new cv.FaceDetectorYN('model.onnx', '', new cv.Size(320, 320), 0.6, 0.3, 5000, 0, 0);
    const faces = new cv.Mat();
    detector.detect(bgr, faces);
    const rows = Array.from({ length: faces.rows }, (_, i) => Array.from(faces.data32F.slice(i * 15, i * 15 + 15)));
    fs.writeSync(1, JSON.stringify(rows).replaceAll('],[', '],\n [') + '\n');
    process.exit(0);
}, 100);
