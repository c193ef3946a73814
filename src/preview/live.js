// Keeps an open page of the preview up to date, and shows over it what is wrong.
(function () {
  'use strict';

  var page = document.currentScript.dataset.page;
  var overlay = null;

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function close() {
    if (overlay) overlay.remove();
    overlay = null;
  }

  function show(notice) {
    close();
    if (!notice.failure && !notice.findings.length) return;
    overlay = element('aside', 'preview-overlay');
    overlay.setAttribute('data-overlay', '');
    overlay.setAttribute('aria-label', 'What is wrong with the edited files');
    overlay.setAttribute('role', 'status');
    var head = element('header');
    var title = notice.failure ? 'The portal cannot be built' : count(notice.findings.length) + ' in what you edited';
    head.append(element('strong', '', title));
    var button = element('button', '', 'Close');
    button.type = 'button';
    button.addEventListener('click', close);
    head.append(button);
    overlay.append(head);
    if (notice.failure) overlay.append(element('pre', '', notice.failure));
    var list = element('ol');
    notice.findings.forEach(function (finding) {
      var item = element('li', finding.level);
      item.append(element('code', '', finding.at));
      item.append(element('p', '', finding.level + ': ' + finding.message + ' [' + finding.rule + ']'));
      if (finding.help) item.append(element('p', 'help', 'help: ' + finding.help));
      list.append(item);
    });
    if (notice.findings.length) overlay.append(list);
    document.body.append(overlay);
  }

  function count(number) {
    return number + (number === 1 ? ' finding' : ' findings');
  }

  // A build may have come between this page and what it listens to: it says which page it is.
  var events = new EventSource('/_preview/events?path=' + location.pathname + '&page=' + page);
  events.addEventListener('reload', function () {
    location.reload();
  });
  events.addEventListener('notice', function (event) {
    show(JSON.parse(event.data));
  });
})();
