// Open a workbook in exceljs, on which web viewers are built; print its sheets with their notes by cell, as JSON.
const { Workbook } = require('exceljs');

const book = new Workbook();
book.xlsx.readFile(process.argv[2]).then(() => {
  const sheets = {};
  book.eachSheet((sheet) => {
    const notes = {};
    sheet.eachRow({ includeEmpty: true }, (row) => row.eachCell({ includeEmpty: true }, (cell) => {
      if (!cell.note) return;
      const { note } = cell;
      notes[cell.address] = typeof note === 'string' ? note : note.texts.map((text) => text.text).join('');
    }));
    sheets[sheet.name] = notes;
  });
  console.log(JSON.stringify(sheets));
}).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
